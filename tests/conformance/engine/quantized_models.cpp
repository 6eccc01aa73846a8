// SPDX-License-Identifier: Apache-2.0
#include "conformance/engine/quantized_models.h"

#include <algorithm>
#include <cmath>

namespace dnntune::conformance {
namespace {

constexpr std::size_t kChannels = kQuantizedChannels;
constexpr std::size_t kPlaces = kQuantizedSize * kQuantizedSize;

// Tolerances: int8 rounds the tensor in the middle and the output by half a step each; float16 has eleven bits; a dynamic range
// rounds input and middle to 127 steps of their largest number.
constexpr QuantizedModel kModels[] = {
    {"onnx_int8_qdq", ".onnx", &WriteOnnxInt8, 1, 1, 0.03, 0.02},
    {"onnx_float16", ".onnx", &WriteOnnxHalf, 1, 1, 0.001, 0.002},
    {"tflite_int8", ".tflite", &WriteTfliteInt8, kInputStep, kOutputStep, 0.03, 0.02},
    {"tflite_float16_weights", ".tflite", &WriteTfliteHalf, 1, 1, 1e-6, 1e-6},
    {"tflite_dynamic_range", ".tflite", &WriteTfliteDynamic, 1, 1, 0.03, 1e-6},
};

// An exact one: no number that is too small, too large or has too many bits.
std::uint16_t ToHalf(double value) {
  if (value == 0) return 0;
  int exponent = 0;
  const double fraction = std::frexp(std::abs(value), &exponent);
  const int bits = ((exponent + 14) << 10) + static_cast<int>((fraction * 2 - 1) * 1024);
  return static_cast<std::uint16_t>(bits | (value < 0 ? 0x8000 : 0));
}

std::vector<double> Convolve(int convolution, const std::vector<double>& pixel) {
  std::vector<double> sums(kChannels);
  for (std::size_t to = 0; to < kChannels; ++to) {
    for (std::size_t from = 0; from < kChannels; ++from) {
      sums[to] += pixel[from] * QuantizedWeight(convolution, static_cast<int>(to), static_cast<int>(from)) * kWeightStep;
    }
  }
  return sums;
}

}  // namespace

int QuantizedWeight(int convolution, int to, int from) {
  return ((to * 7 + from * 5 + convolution * 3) % 13 - 3) * 7;
}

std::vector<std::int8_t> QuantizedWeights(int convolution) {
  std::vector<std::int8_t> weights;
  for (int to = 0; to < kQuantizedChannels; ++to) {
    for (int from = 0; from < kQuantizedChannels; ++from)
      weights.push_back(static_cast<std::int8_t>(QuantizedWeight(convolution, to, from)));
  }
  return weights;
}

std::vector<std::uint16_t> QuantizedHalves(int convolution) {
  std::vector<std::uint16_t> halves;
  for (const std::int8_t weight : QuantizedWeights(convolution))
    halves.push_back(ToHalf(weight * static_cast<double>(kWeightStep)));
  return halves;
}

std::span<const QuantizedModel> QuantizedModels() {
  return kModels;
}

std::vector<double> QuantizedAnswer(const QuantizedModel& model, const std::vector<double>& input) {
  const auto at = [&](std::size_t place, std::size_t channel) {
    return model.extension == ".onnx" ? channel * kPlaces + place : place * kChannels + channel;
  };
  std::vector<double> answer(input.size());
  for (std::size_t place = 0; place < kPlaces; ++place) {
    std::vector<double> pixel(kChannels);
    for (std::size_t channel = 0; channel < kChannels; ++channel) pixel[channel] = input.at(at(place, channel)) * model.input_step;
    pixel = Convolve(0, pixel);
    for (double& value : pixel) value = std::max(value, 0.0);
    pixel = Convolve(1, pixel);
    for (std::size_t channel = 0; channel < kChannels; ++channel) answer[at(place, channel)] = pixel[channel];
  }
  return answer;
}

}  // namespace dnntune::conformance
