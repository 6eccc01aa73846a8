// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <onnx/defs/schema.h>
#include <onnx/shape_inference/implementation.h>

#include <algorithm>

#include "format/onnx/contents.h"
#include "format/skeleton/given_shapes.h"

namespace dnntune::format::onnx {
namespace {

using Shape = std::vector<std::int64_t>;

constexpr std::int64_t kNewestSchema = 17;
constexpr int kSmallWeight = 4096;  // bytes; more is no shape or axis list that inference would look into
constexpr const char* kOpaqueDomain = "dnntune.opaque";

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

using Opsets = std::map<std::string, int>;

// Whether libonnx's rules are those of this node. It ends at opset 17: a newer operator with more inputs or other attributes would
// be inferred by the wrong rules. And it reads inputs and attributes without looking whether they are there.
bool FitsSchema(const NodeProto& node, const Opsets& opsets) {
  const std::string domain = node.domain() == "ai.onnx" ? "" : node.domain();
  const auto opset = opsets.find(domain);
  if (opset == opsets.end()) return !IsStandardDomain(domain);
  const auto* schema = ::onnx::OpSchemaRegistry::Schema(node.op_type(), opset->second, domain);
  if (schema == nullptr) return true;
  try {
    schema->Verify(node);
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

// Nodes of a domain without rules are passed over.
void HideMisfits(GraphProto& graph, const Opsets& opsets) {
  for (auto& node : *graph.mutable_node()) {
    if (!FitsSchema(node, opsets)) node.set_domain(kOpaqueDomain);
    for (auto& attribute : *node.mutable_attribute()) {
      if (attribute.has_g()) HideMisfits(*attribute.mutable_g(), opsets);
      for (auto& inner : *attribute.mutable_graphs()) HideMisfits(inner, opsets);
    }
  }
}

// The model without the bulk of its weights and without functions, which may call themselves.
ModelProto Skeleton(const ModelProto& model) {
  ModelProto skeleton;
  skeleton.set_ir_version(model.ir_version());
  Opsets opsets;
  for (const auto& import : model.opset_import()) {
    *skeleton.add_opset_import() = import;
    const std::int64_t version = IsStandardDomain(import.domain()) ? std::min(import.version(), kNewestSchema) : import.version();
    opsets[import.domain() == "ai.onnx" ? "" : import.domain()] = static_cast<int>(version);
  }
  auto* opaque = skeleton.add_opset_import();
  opaque->set_domain(kOpaqueDomain);
  opaque->set_version(1);
  auto& graph = *skeleton.mutable_graph();
  *graph.mutable_input() = model.graph().input();
  *graph.mutable_output() = model.graph().output();
  *graph.mutable_value_info() = model.graph().value_info();
  *graph.mutable_node() = model.graph().node();
  HideMisfits(graph, opsets);
  for (const auto& weight : model.graph().initializer()) {
    auto& copy = *graph.add_initializer();
    copy.set_name(weight.name());
    copy.set_data_type(weight.data_type());
    *copy.mutable_dims() = weight.dims();
    if (weight.ByteSizeLong() <= kSmallWeight && weight.data_location() != TensorProto::EXTERNAL) copy = weight;
  }
  return skeleton;
}

void RunInference(ModelProto& model) {
  // First with the values of shape arithmetic followed, then without; both fail on models they do not understand, and what was
  // found until then stays.
  for (const bool follow_values : {true, false}) {
    try {
      ::onnx::shape_inference::InferShapes(model, ::onnx::OpSchemaRegistry::Instance(),
                                           ::onnx::ShapeInferenceOptions(false, 0, follow_values));
      return;
    } catch (const std::exception&) {
      continue;
    }
  }
}

TensorFacts FactsOf(const TypeProto& type) {
  TensorFacts facts;
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

// Most operators hand their first input's type on. A guess, used only where inference is silent, so that a slice can declare a
// type.
void GuessTypes(const GraphProto& graph, Facts& facts) {
  for (const auto& node : graph.node()) {
    const auto first = node.input_size() > 0 ? facts.find(node.input(0)) : facts.end();
    if (first == facts.end() || !first->second.dtype) continue;
    const auto dtype = first->second.dtype;
    for (const std::string& output : node.output()) {
      auto& known = facts[output];
      if (!known.dtype) known.dtype = dtype;
    }
  }
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

Result<Facts> InferFacts(const ModelProto& model, const ReadOptions& options) {
  const std::vector<std::string> inputs = TrueInputs(model.graph());
  TRY(CheckGivenShapes(inputs, options));
  ModelProto skeleton = Skeleton(model);
  for (auto& input : *skeleton.mutable_graph()->mutable_input()) {
    if (std::find(inputs.begin(), inputs.end(), input.name()) == inputs.end()) continue;
    if (const Shape* given = GivenShape(input.name(), inputs.size(), options)) TRY(FixShape(input, *given));
  }
  RunInference(skeleton);
  Facts facts = CollectFacts(skeleton.graph());
  for (const std::string& input : options.inputs) {
    const Shape* given = GivenShape(input, options.inputs.size(), options);
    if (given && std::find(inputs.begin(), inputs.end(), input) == inputs.end()) facts[input].shape = *given;
  }
  for (const auto& [name, shape] : options.known_shapes) {
    auto& known = facts[name];
    if (!known.shape) known.shape = shape;
  }
  GuessTypes(model.graph(), facts);
  return facts;
}

}  // namespace dnntune::format::onnx
