// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/float16.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "base/half.h"
#include "format/tflite/edit.h"

namespace dnntune::format::tflite {
namespace {

using schema::TensorType;

std::vector<std::uint8_t> Halves(const std::vector<float>& values) {
  std::vector<std::uint16_t> halves(values.size());
  std::transform(values.begin(), values.end(), halves.begin(),
                 [](float value) { return dnntune::ToHalf(std::clamp(static_cast<double>(value), -kMostHalf, kMostHalf)); });
  std::vector<std::uint8_t> bytes(halves.size() * sizeof(std::uint16_t));
  std::memcpy(bytes.data(), halves.data(), bytes.size());
  return bytes;
}

}  // namespace

Quantized WriteFloat16(const schema::Model& model) {
  const schema::SubGraph& graph = *model.subgraphs()->Get(0);
  Edit edit(model);
  std::set<int> halved;
  const auto halve = [&](int tensor) {
    if (tensor < 0 || halved.contains(tensor)) return;
    const std::vector<float> values = FloatsOf(model, *graph.tensors()->Get(static_cast<std::uint32_t>(tensor)));
    if (values.size() < 2) return;
    halved.insert(tensor);
    const int half = edit.AddLike(edit.NameOf(tensor) + ".FLOAT16", tensor, TensorType::FLOAT16);
    edit.SetData(half, Halves(values));
    edit.At(tensor).buffer = 0;
    edit.AppendConversion(schema::BuiltinOperator::DEQUANTIZE, 3, {half, tensor}, edit.NameOf(tensor) + ".DEQUANTIZE");
  };
  Quantized quantized;
  auto& operators = edit.operators();
  for (std::size_t i = 0; i < operators.size(); ++i) {
    const std::vector<std::int32_t> inputs = operators[i]->inputs;
    std::for_each(inputs.begin(), inputs.end(), halve);
    quantized.quantized += std::any_of(inputs.begin(), inputs.end(), [&](int tensor) { return halved.contains(tensor); }) ? 1 : 0;
    edit.Append(std::move(operators[i]), edit.NameOfOperator(i));
  }
  quantized.bytes = std::move(edit).Bytes();
  return quantized;
}

}  // namespace dnntune::format::tflite
