// SPDX-License-Identifier: Apache-2.0
// One network in numbers of fewer bits than 32: two convolutions of 1x1 with a ReLU between them.
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/tensor.h"

namespace dnntune::conformance {

inline constexpr int kQuantizedChannels = 4;
inline constexpr int kQuantizedSize = 6;
// What a step of an 8-bit number is worth: powers of two, so that weights are the same numbers in every format.
inline constexpr float kWeightStep = 1 / 128.0F, kInputStep = 1 / 128.0F, kMiddleStep = 1 / 64.0F, kOutputStep = 1 / 32.0F;

// The weight of convolution 0 or 1 from channel `from` to channel `to`, in steps.
[[nodiscard]] int QuantizedWeight(int convolution, int to, int from);
// The weights of a convolution, [to][from].
[[nodiscard]] std::vector<std::int8_t> QuantizedWeights(int convolution);
// As IEEE 754 binary16, which holds them exactly.
[[nodiscard]] std::vector<std::uint16_t> QuantizedHalves(int convolution);

// The network as a file.
[[nodiscard]] std::string WriteOnnxInt8();       // QuantizeLinear and DequantizeLinear around operators on float32
[[nodiscard]] std::string WriteOnnxHalf();       // everything float16
[[nodiscard]] std::string WriteTfliteInt8();     // everything int8
[[nodiscard]] std::string WriteTfliteHalf();     // float16 weights that DEQUANTIZE makes float32
[[nodiscard]] std::string WriteOnnxFloat();      // everything float32, what the others stand for
[[nodiscard]] std::string WriteTfliteDynamic();  // int8 weights, float32 tensors

struct QuantizedModel {
  std::string_view name;
  std::string_view extension;  // of the engines' files
  std::string (*write)();
  float input_step;      // what 1 in the input tensor is worth
  float output_step;     // in the output tensor
  double tolerance;      // of an answer, from the one in real numbers
  double cut_tolerance;  // of a split from the whole, of the largest number: rounding may lie on another side of a cut
};
[[nodiscard]] std::span<const QuantizedModel> QuantizedModels();

// The answer in real numbers to the input, both in the order of the file: [1,channels,height,width] for .onnx, else channels last.
[[nodiscard]] std::vector<double> QuantizedAnswer(const QuantizedModel& model, const std::vector<double>& input);

inline void PrintTo(const QuantizedModel& model, std::ostream* out) {
  *out << model.name;
}

}  // namespace dnntune::conformance
