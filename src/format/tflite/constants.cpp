// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <set>

#include "format/tflite/contents.h"
#include "format/tflite/subgraphs.h"

namespace dnntune::format::tflite {
namespace {

using Code = schema::BuiltinOperator;

// Do not give the same for the same, or nobody knows.
constexpr std::array kNeverConstant = {Code::CUSTOM, Code::RANDOM_UNIFORM, Code::RANDOM_STANDARD_NORMAL, Code::MULTINOMIAL};

// `changes`: whether an operator of the graph changes a variable.
bool CanBeConstant(Code code, bool changes) {
  return !IsControlFlow(code) && !IsStateful(code) && !(changes && ReadsVariables(code)) &&
         std::find(kNeverConstant.begin(), kNeverConstant.end(), code) == kNeverConstant.end();
}

// Shapes, axes and flags are constants of the file but no weights of the network, nor are single numbers: bounds, what a border is
// filled with. The bias of a quantised operator has the type of shapes, and a scale.
bool IsWeight(const schema::Tensor& tensor) {
  if (Indices(tensor.shape()).empty()) return false;
  switch (tensor.type()) {
    case schema::TensorType::INT32:
    case schema::TensorType::INT64:
      return tensor.quantization() != nullptr && tensor.quantization()->scale() != nullptr &&
             tensor.quantization()->scale()->size() > 0;
    case schema::TensorType::BOOL:
    case schema::TensorType::STRING:
      return false;
    default:
      return true;
  }
}

skeleton::Count Elements(const schema::Tensor& tensor) {
  const std::vector<int> shape = Indices(tensor.shape());
  return skeleton::Product(1, std::vector<std::int64_t>(shape.begin(), shape.end()));
}

// What the file itself says that the tensor holds.
std::optional<skeleton::Weights> Stored(const schema::Model& model, const schema::Tensor& tensor) {
  if (tensor.is_variable()) return std::nullopt;
  const auto elements = Elements(tensor);
  const auto* data = tensor.buffer() == 0 ? nullptr : model.buffers()->Get(tensor.buffer())->data();
  const std::size_t bytes = data == nullptr ? 0 : data->size();
  if (bytes == 0) return std::nullopt;
  if (!IsWeight(tensor)) return skeleton::Weights{};
  return skeleton::Weights{elements.value_or(0), static_cast<double>(bytes)};
}

// Follows what is known through the operators, which are in the order of execution.
class Follower {
 public:
  Follower(const schema::Model& model, const schema::SubGraph& graph, const std::vector<int>& inputs)
      : model_(model), graph_(graph), inputs_(inputs.begin(), inputs.end()) {
    changes_ = std::any_of(graph.operators()->begin(), graph.operators()->end(),
                           [&](const schema::Operator* op) { return ChangesVariables(model, *op); });
  }

  void Follow(const schema::Operator& op, Constants& constants) const {
    const Code code = CodeOf(model_, op);
    if (!CanBeConstant(code, changes_)) return;
    skeleton::Weights weights;
    for (const int input : Indices(op.inputs())) {
      if (input < 0) continue;
      const auto& known = constants[static_cast<std::size_t>(input)];
      if (!known) return;
      weights += *known;
    }
    for (const int output : Indices(op.outputs())) {
      if (inputs_.contains(output)) continue;
      constants[static_cast<std::size_t>(output)] = code == Code::READ_VARIABLE ? HeldBy(output) : weights;
    }
  }

 private:
  // What was written into it is in another graph.
  [[nodiscard]] skeleton::Weights HeldBy(int variable) const {
    const schema::Tensor& tensor = *graph_.tensors()->Get(static_cast<std::uint32_t>(variable));
    const auto dtype = ToDType(tensor.type());
    const std::vector<int> shape = Indices(tensor.shape());
    if (!dtype || !IsWeight(tensor)) return {};
    return skeleton::WeightsOf(*dtype, std::vector<std::int64_t>(shape.begin(), shape.end()));
  }

  const schema::Model& model_;
  const schema::SubGraph& graph_;
  std::set<int> inputs_;
  bool changes_ = false;
};

}  // namespace

Constants FindConstants(const schema::Model& model, const schema::SubGraph& graph, const std::vector<int>& inputs) {
  Constants constants(graph.tensors() == nullptr ? 0 : graph.tensors()->size());
  std::vector<bool> is_made(constants.size());
  for (const schema::Operator* op : *graph.operators()) {
    for (const int output : Indices(op->outputs())) is_made[static_cast<std::size_t>(output)] = true;
  }
  for (std::size_t i = 0; i < constants.size(); ++i) {
    const schema::Tensor& tensor = *graph.tensors()->Get(static_cast<std::uint32_t>(i));
    constants[i] = Stored(model, tensor);
    // An empty list of axes or of dimensions has no data to be known by.
    if (!constants[i] && !is_made[i] && !tensor.is_variable() && Elements(tensor) == std::uint64_t{0}) constants[i].emplace();
  }
  for (const int input : inputs) constants[static_cast<std::size_t>(input)].reset();
  const Follower follower(model, graph, inputs);
  for (const schema::Operator* op : *graph.operators()) follower.Follow(*op, constants);
  return constants;
}

}  // namespace dnntune::format::tflite
