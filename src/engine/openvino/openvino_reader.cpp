// SPDX-License-Identifier: Apache-2.0
#include "engine/openvino/openvino_reader.h"

#include <algorithm>
#include <map>

#include "engine/openvino/openvino_types.h"

namespace dnntune::engine {
namespace {

using Place = ov::frontend::Place::Ptr;

// What the file calls a tensor at the edge of the converted model. A tensor may have several names there, and two edges of the file
// one tensor: `edges` are in the same order, unless conversion left some out.
std::string NameOf(const ov::Output<const ov::Node>& port, std::size_t index, const std::vector<OpenVinoEdge>& edges) {
  const auto& names = port.get_names();
  if (index < edges.size() && names.contains(edges[index].place)) return edges[index].tensor;
  for (const OpenVinoEdge& edge : edges) {
    if (names.contains(edge.place)) return edge.tensor;
  }
  return port.get_any_name();
}

std::vector<std::int64_t> ShapeOf(const ov::PartialShape& shape) {
  if (shape.rank().is_dynamic()) return {};
  std::vector<std::int64_t> dimensions;
  for (const ov::Dimension& one : shape) dimensions.push_back(one.is_static() ? one.get_length() : -1);
  return dimensions;
}

Error BadType(const std::string& name, const std::string& type) {
  return {ErrorCode::kUnavailable, "'" + name + "' has an element type that is not supported (" + type + ")"};
}

Result<std::vector<TensorInfo>> InfosOf(const std::vector<ov::Output<const ov::Node>>& ports,
                                        const std::vector<OpenVinoEdge>& edges) {
  std::vector<TensorInfo> infos;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    const std::string name = NameOf(ports[i], i, edges);
    const auto dtype = FromOpenVino(ports[i].get_element_type());
    if (!dtype) return Fail(BadType(name, ports[i].get_element_type().get_type_name()));
    infos.push_back({name, *dtype, ShapeOf(ports[i].get_partial_shape())});
  }
  return infos;
}

ov::PartialShape ToShape(const std::vector<std::int64_t>& shape) {
  return std::vector<ov::Dimension>(shape.begin(), shape.end());
}

}  // namespace

// Whether the slice begins at a tensor of which not even the rank is known before a run. OpenVINO then converts nothing.
bool OpenVinoReader::LacksRank() const {
  if (file_.whole() == nullptr) return false;
  const auto model = file_.Load();
  const auto inputs = model->get_inputs();
  return std::any_of(inputs.begin(), inputs.end(),
                     [&](const Place& input) { return model->get_partial_shape(input).rank().is_dynamic(); });
}

Result<ModelEdges> OpenVinoReader::Describe() const {
  if (lacks_rank_) return DescribeUnconverted();
  const auto model = Read({});
  ModelEdges edges;
  ASSIGN_OR_RETURN(edges.inputs, InfosOf(std::as_const(*model).inputs(), file_.inputs()));
  ASSIGN_OR_RETURN(edges.outputs, InfosOf(std::as_const(*model).outputs(), file_.outputs()));
  const auto inputs = model->inputs();
  if (std::all_of(inputs.begin(), inputs.end(), [](const auto& input) { return input.get_partial_shape().is_static(); })) {
    edges.closed_model = model;
  }
  return edges;
}

// An unconverted model does not tell the types of its outputs; the whole one's graph does.
Result<ModelEdges> OpenVinoReader::DescribeUnconverted() const {
  const auto model = file_.Load();
  ModelEdges edges;
  const auto inputs = model->get_inputs();
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::string& name = file_.inputs().at(i).tensor;
    const auto dtype = FromOpenVino(model->get_element_type(inputs[i]));
    if (!dtype) return Fail(BadType(name, model->get_element_type(inputs[i]).get_type_name()));
    edges.inputs.push_back({name, *dtype, ShapeOf(model->get_partial_shape(inputs[i]))});
  }
  for (const OpenVinoEdge& output : file_.outputs()) {
    const auto& tensors = file_.whole()->tensors();
    const auto found =
        std::find_if(tensors.begin(), tensors.end(), [&](const graph::Tensor& one) { return one.name == output.tensor; });
    if (found == tensors.end() || !found->dtype) return Fail(BadType(output.tensor, "unknown"));
    edges.outputs.push_back({output.tensor, *found->dtype, {}});
  }
  return edges;
}

std::shared_ptr<ov::Model> OpenVinoReader::Read(const Shapes& shapes) const {
  const auto unconverted = file_.Load();
  if (lacks_rank_) {
    const auto inputs = unconverted->get_inputs();
    for (std::size_t i = 0; i < shapes.size(); ++i) unconverted->set_partial_shape(inputs.at(i), ToShape(shapes[i]));
    return file_.Convert(unconverted);
  }
  auto model = file_.Convert(unconverted);
  std::map<std::size_t, ov::PartialShape> fixed;
  for (std::size_t i = 0; i < shapes.size(); ++i) fixed.emplace(i, ToShape(shapes[i]));
  if (!fixed.empty()) model->reshape(fixed);
  return model;
}

}  // namespace dnntune::engine
