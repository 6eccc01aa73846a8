// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "format/tflite/quantize/plan.h"

namespace dnntune::format::tflite {
namespace {

using Code = schema::BuiltinOperator;
using schema::ActivationFunctionType;

std::optional<ActivationFunctionType> RectifierOf(Code code) {
  switch (code) {
    case Code::RELU:
      return ActivationFunctionType::RELU;
    case Code::RELU6:
      return ActivationFunctionType::RELU6;
    case Code::RELU_N1_TO_1:
      return ActivationFunctionType::RELU_N1_TO_1;
    default:
      return std::nullopt;
  }
}

// By tensor: operators that read it, and the caller.
std::vector<int> CountReaders(const schema::SubGraph& graph) {
  std::vector<int> readers(graph.tensors()->size());
  const auto count = [&](int tensor) {
    if (tensor >= 0) ++readers[static_cast<std::size_t>(tensor)];
  };
  const std::vector<int> outputs = Indices(graph.outputs());
  std::for_each(outputs.begin(), outputs.end(), count);
  for (const schema::Operator* op : *graph.operators()) {
    const std::vector<int> inputs = Indices(op->inputs());
    std::for_each(inputs.begin(), inputs.end(), count);
  }
  return readers;
}

}  // namespace

void FuseRectifiers(const schema::Model& model, std::vector<PlannedOperator>& operators) {
  const schema::SubGraph& graph = *model.subgraphs()->Get(0);
  const std::vector<int> readers = CountReaders(graph);
  const auto at = [&](std::size_t index) -> const schema::Operator& {
    return *graph.operators()->Get(static_cast<std::uint32_t>(index));
  };
  std::map<int, std::size_t> makers;  // of tensors
  for (std::size_t i = 0; i < operators.size(); ++i) {
    for (const int output : operators[i].outputs) makers[output] = i;
    const auto rectifier = RectifierOf(CodeOf(model, at(i)));
    if (operators[i].rule == nullptr || !rectifier) continue;
    const int input = Indices(at(i).inputs()).front();
    const auto maker = makers.find(input);
    if (maker == makers.end() || readers[static_cast<std::size_t>(input)] != 1) continue;
    PlannedOperator& before = operators[maker->second];
    if (before.rule == nullptr || before.fused != ActivationFunctionType::NONE || !CanFuse(model, at(maker->second))) continue;
    before.fused = *rectifier;
    before.outputs = operators[i].outputs;
    operators[i].is_fused = true;
    makers[before.outputs.front()] = maker->second;
  }
}

}  // namespace dnntune::format::tflite
