// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "format/tflite/contents.h"

namespace dnntune::format::tflite {
namespace {

using Code = schema::BuiltinOperator;

// Do not give the same for the same, or nobody knows.
constexpr std::array kNeverConstant = {Code::CUSTOM, Code::RANDOM_UNIFORM, Code::RANDOM_STANDARD_NORMAL, Code::MULTINOMIAL};

bool CanBeConstant(Code code) {
  return !IsControlFlow(code) && !IsStateful(code) &&
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

}  // namespace

Constants FindConstants(const schema::Model& model, const std::vector<int>& inputs) {
  const schema::SubGraph& graph = *model.subgraphs()->Get(0);
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
  // Operators are in the order of execution.
  for (const schema::Operator* op : *graph.operators()) {
    if (!CanBeConstant(CodeOf(model, *op))) continue;
    skeleton::Weights weights;
    bool is_constant = true;
    for (const int input : Indices(op->inputs())) {
      if (input < 0) continue;
      const auto& known = constants[static_cast<std::size_t>(input)];
      is_constant = is_constant && known.has_value();
      weights += known.value_or(skeleton::Weights{});
    }
    if (!is_constant) continue;
    for (const int output : Indices(op->outputs())) {
      if (std::find(inputs.begin(), inputs.end(), output) == inputs.end()) constants[static_cast<std::size_t>(output)] = weights;
    }
  }
  return constants;
}

}  // namespace dnntune::format::tflite
