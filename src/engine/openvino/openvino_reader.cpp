// SPDX-License-Identifier: Apache-2.0
#include "engine/openvino/openvino_reader.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "engine/openvino/openvino_types.h"

namespace dnntune::engine {
namespace {

using ov::frontend::InputModel;
using Place = ov::frontend::Place::Ptr;

// A tensor may have several names: the file's own is the node's, which outputs end with "/sink_port_0".
std::string NameOf(const ov::Output<const ov::Node>& port) {
  std::string name = port.get_node()->get_friendly_name();
  name = name.substr(0, name.rfind("/sink_port_"));
  return port.get_names().contains(name) ? name : port.get_any_name();
}

std::vector<std::int64_t> ShapeOf(const ov::PartialShape& shape) {
  if (shape.rank().is_dynamic()) return {};
  std::vector<std::int64_t> dimensions;
  for (const ov::Dimension& one : shape) dimensions.push_back(one.is_static() ? one.get_length() : -1);
  return dimensions;
}

Error BadType(const std::string& name) {
  return {ErrorCode::kUnavailable, "'" + name + "' has an element type that is not supported"};
}

Result<TensorInfo> InfoOf(const ov::Output<const ov::Node>& port) {
  const auto dtype = FromOpenVino(port.get_element_type());
  if (dtype) return TensorInfo{NameOf(port), *dtype, ShapeOf(port.get_partial_shape())};
  return Fail(ErrorCode::kUnavailable,
              "'" + NameOf(port) + "' has an element type that is not supported (" + port.get_element_type().get_type_name() + ")");
}

Result<std::vector<TensorInfo>> InfosOf(const std::vector<ov::Output<const ov::Node>>& ports) {
  std::vector<TensorInfo> infos;
  for (const auto& port : ports) {
    ASSIGN_OR_RETURN(TensorInfo info, InfoOf(port));
    infos.push_back(std::move(info));
  }
  return infos;
}

ov::PartialShape ToShape(const std::vector<std::int64_t>& shape) {
  return std::vector<ov::Dimension>(shape.begin(), shape.end());
}

}  // namespace

InputModel::Ptr OpenVinoReader::Unconverted() const {
  std::istringstream bytes(source_.bytes);
  return onnx_.load(static_cast<std::istream*>(&bytes));
}

// Whether the slice begins at a tensor of which not even the rank is known before a run. OpenVINO then converts nothing.
bool OpenVinoReader::LacksRank() const {
  if (source_.bytes.empty()) return false;
  const auto model = Unconverted();
  const auto inputs = model->get_inputs();
  return std::any_of(inputs.begin(), inputs.end(),
                     [&](const Place& input) { return model->get_partial_shape(input).rank().is_dynamic(); });
}

Result<ModelEdges> OpenVinoReader::Describe() const {
  if (LacksRank()) return DescribeUnconverted();
  const auto model = Read({});
  ModelEdges edges;
  ASSIGN_OR_RETURN(edges.inputs, InfosOf(std::as_const(*model).inputs()));
  ASSIGN_OR_RETURN(edges.outputs, InfosOf(std::as_const(*model).outputs()));
  const auto inputs = model->inputs();
  if (std::all_of(inputs.begin(), inputs.end(), [](const auto& input) { return input.get_partial_shape().is_static(); })) {
    edges.closed_model = model;
  }
  return edges;
}

// An unconverted model does not tell the types of its outputs; the whole one's graph does.
Result<ModelEdges> OpenVinoReader::DescribeUnconverted() const {
  const auto model = Unconverted();
  ModelEdges edges;
  for (const Place& input : model->get_inputs()) {
    const std::string name = input->get_names().at(0);
    const auto dtype = FromOpenVino(model->get_element_type(input));
    if (!dtype) return Fail(BadType(name));
    edges.inputs.push_back({name, *dtype, ShapeOf(model->get_partial_shape(input))});
  }
  for (const Place& output : model->get_outputs()) {
    const std::string name = output->get_names().at(0);
    const auto& tensors = source_.whole->tensors();
    const auto found = std::find_if(tensors.begin(), tensors.end(), [&](const graph::Tensor& one) { return one.name == name; });
    if (found == tensors.end() || !found->dtype) return Fail(BadType(name));
    edges.outputs.push_back({name, *found->dtype, {}});
  }
  return edges;
}

std::shared_ptr<ov::Model> OpenVinoReader::Read(const Shapes& shapes) const {
  if (!shapes.empty() && LacksRank()) {
    const auto model = Unconverted();
    const auto inputs = model->get_inputs();
    for (std::size_t i = 0; i < inputs.size(); ++i) model->set_partial_shape(inputs[i], ToShape(shapes.at(i)));
    return onnx_.convert(model);
  }
  auto model = source_.bytes.empty() ? core_.read_model(source_.file) : core_.read_model(source_.bytes, ov::Tensor());
  std::map<std::size_t, ov::PartialShape> fixed;
  for (std::size_t i = 0; i < shapes.size(); ++i) fixed.emplace(i, ToShape(shapes[i]));
  if (!fixed.empty()) model->reshape(fixed);
  return model;
}

}  // namespace dnntune::engine
