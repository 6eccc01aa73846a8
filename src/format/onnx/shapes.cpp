// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/process.h"
#include "format/onnx/contents.h"
#include "format/onnx/infer_apart.h"
#include "format/skeleton/given_shapes.h"

namespace dnntune::format::onnx {
namespace {

using Shape = std::vector<std::int64_t>;

constexpr int kSmallWeight = 4096;  // bytes
// The largest models that were tried take a tenth of a second.
constexpr std::chrono::seconds kLongestInference{20};

std::string PrintDims(const TensorShapeProto& shape) {
  std::vector<std::string> dims;
  for (const auto& dim : shape.dim()) {
    dims.push_back(dim.has_dim_value() ? std::to_string(dim.dim_value()) : dim.dim_param().empty() ? "?" : dim.dim_param());
  }
  return fmt::format("[{}]", fmt::join(dims, ","));
}

// What the caller says of this input's shape, if anything.
const Shape* GivenShape(const std::string& input, std::size_t inputs, const ReadOptions& options) {
  auto given = options.input_shapes.find(input);
  if (given == options.input_shapes.end() && inputs == 1) given = options.input_shapes.find("");
  return given == options.input_shapes.end() ? nullptr : &given->second;
}

Result<void> FixShape(ValueInfoProto& input, const Shape& given) {
  auto& type = *input.mutable_type()->mutable_tensor_type();
  const auto& declared = type.shape();
  bool fits = !type.has_shape() || declared.dim_size() == static_cast<int>(given.size());
  for (int i = 0; fits && i < declared.dim_size(); ++i) {
    const auto& dim = declared.dim(i);
    fits = !dim.has_dim_value() || dim.dim_value() < 0 || dim.dim_value() == given[static_cast<std::size_t>(i)];
  }
  fits = fits && std::all_of(given.begin(), given.end(), [](std::int64_t extent) { return extent >= 0; });
  if (!fits) {
    Shape own;
    for (const auto& dim : declared.dim()) own.push_back(dim.has_dim_value() ? dim.dim_value() : -1);
    return Fail(skeleton::DoesNotFit({input.name(), std::move(own), PrintDims(declared), given}));
  }
  type.clear_shape();
  for (const std::int64_t extent : given) type.mutable_shape()->add_dim()->set_dim_value(extent);
  return {};
}

Result<void> CheckGivenShapes(const std::vector<std::string>& inputs, const ReadOptions& options) {
  const auto holds = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  return skeleton::CheckGivenShapes(
      options, {.names = inputs,
                .listed = fmt::format("{}", fmt::join(inputs, ", ")),
                .takes_unnamed = inputs.size() == 1 || options.inputs.size() == 1,
                .takes = [&](const std::string& name) { return holds(options.inputs, name) || holds(inputs, name); }});
}

// More is no shape or list of axes.
bool IsLookedInto(const TensorProto& tensor) {
  return tensor.ByteSizeLong() <= kSmallWeight && tensor.data_location() != TensorProto::EXTERNAL;
}

// Leaves type and shape.
void DropValues(TensorProto& tensor) {
  TensorProto kept;
  kept.set_name(tensor.name());
  kept.set_data_type(tensor.data_type());
  *kept.mutable_dims() = tensor.dims();
  tensor = std::move(kept);
}

// The model without the bulk of its weights.
ModelProto Skeleton(const ModelProto& model) {
  ModelProto skeleton;
  skeleton.set_ir_version(model.ir_version());
  *skeleton.mutable_opset_import() = model.opset_import();
  *skeleton.mutable_functions() = model.functions();
  auto& graph = *skeleton.mutable_graph();
  graph.set_name("skeleton");
  *graph.mutable_input() = model.graph().input();
  *graph.mutable_output() = model.graph().output();
  *graph.mutable_value_info() = model.graph().value_info();
  *graph.mutable_node() = model.graph().node();
  for (auto& node : *graph.mutable_node()) {
    for (auto& attribute : *node.mutable_attribute()) {
      if (attribute.has_t() && !IsLookedInto(attribute.t())) DropValues(*attribute.mutable_t());
    }
  }
  for (const auto& weight : model.graph().initializer()) {
    TensorProto copy;
    if (IsLookedInto(weight)) {
      copy = weight;
    } else {
      copy.set_name(weight.name());
      copy.set_data_type(weight.data_type());
      *copy.mutable_dims() = weight.dims();
    }
    *graph.add_initializer() = std::move(copy);
  }
  return skeleton;
}

std::string RunInference(ModelProto& model) {
  const auto program = FindProgram(kInferenceProgram);
  return program ? InferApart(*program, kLongestInference, model) : program.error().message;
}

TensorFacts FactsOf(const TypeProto& type) {
  TensorFacts facts;
  facts.is_dense = type.has_tensor_type() || type.value_case() == TypeProto::VALUE_NOT_SET;
  if (!type.has_tensor_type()) return facts;
  facts.dtype = ToDType(type.tensor_type().elem_type());
  if (!type.tensor_type().has_shape()) return facts;
  Shape shape;
  bool is_open = false;
  for (const auto& dim : type.tensor_type().shape().dim()) {
    shape.push_back(dim.has_dim_value() && dim.dim_value() >= 0 ? dim.dim_value() : -1);
    is_open = is_open || shape.back() < 0;
  }
  (is_open ? facts.open_shape : facts.shape) = std::move(shape);
  return facts;
}

Facts CollectFacts(const GraphProto& graph) {
  Facts facts;
  for (const auto* list : {&graph.output(), &graph.value_info(), &graph.input()}) {
    for (const auto& value : *list) {
      TensorFacts found = FactsOf(value.type());
      TensorFacts& known = facts[value.name()];
      known.is_dense = known.is_dense && found.is_dense;
      if (found.dtype) known.dtype = found.dtype;
      if (found.shape) known.shape = std::move(found.shape);
      if (found.open_shape) known.open_shape = std::move(found.open_shape);
    }
  }
  for (const auto& weight : graph.initializer()) {
    const bool is_valid = std::all_of(weight.dims().begin(), weight.dims().end(), [](std::int64_t extent) { return extent >= 0; });
    auto& known = facts[weight.name()];
    known.dtype = ToDType(weight.data_type());
    if (is_valid) known.shape = Shape(weight.dims().begin(), weight.dims().end());
  }
  return facts;
}

}  // namespace

std::vector<std::string> TrueInputs(const GraphProto& graph) {
  std::unordered_set<std::string> weights;
  for (const auto& weight : graph.initializer()) weights.insert(weight.name());
  std::vector<std::string> inputs;
  for (const auto& input : graph.input()) {
    if (!weights.contains(input.name())) inputs.push_back(input.name());
  }
  return inputs;
}

Result<Inferred> InferFacts(const ModelProto& model, const ReadOptions& options) {
  const std::vector<std::string> inputs = TrueInputs(model.graph());
  TRY(CheckGivenShapes(inputs, options));
  ModelProto skeleton = Skeleton(model);
  for (auto& input : *skeleton.mutable_graph()->mutable_input()) {
    if (std::find(inputs.begin(), inputs.end(), input.name()) == inputs.end()) continue;
    if (const Shape* given = GivenShape(input.name(), inputs.size(), options)) TRY(FixShape(input, *given));
  }
  std::string failure = RunInference(skeleton);
  Facts facts = CollectFacts(skeleton.graph());
  for (const std::string& input : options.inputs) {
    const Shape* given = GivenShape(input, options.inputs.size(), options);
    if (given && std::find(inputs.begin(), inputs.end(), input) == inputs.end()) facts[input].shape = *given;
  }
  for (const auto& [name, seen] : options.known_tensors) {
    auto& known = facts[name];
    known.dtype = seen.dtype;
    known.shape = seen.shape;
  }
  return Inferred{std::move(facts), std::move(failure)};
}

}  // namespace dnntune::format::onnx
