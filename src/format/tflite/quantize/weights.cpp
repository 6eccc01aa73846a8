// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/quantize/weights.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace dnntune::format::tflite {
namespace {

constexpr double kLargest = 127;
constexpr double kLargestBias = 1 << 30;

// How many weights follow each other in the same channel.
std::size_t RunOf(const Channels& weights) {
  std::size_t run = 1;
  for (std::size_t i = static_cast<std::size_t>(weights.axis) + 1; i < weights.shape.size(); ++i) {
    run *= static_cast<std::size_t>(weights.shape[i]);
  }
  return run;
}

std::uint8_t Byte(double value, double least) {
  return static_cast<std::uint8_t>(static_cast<std::int8_t>(std::lround(std::clamp(value, least, kLargest))));
}

}  // namespace

std::vector<float> ChannelScales(const Channels& weights, const std::vector<float>& bias, float input_scale) {
  std::vector<float> scales(static_cast<std::size_t>(weights.shape[static_cast<std::size_t>(weights.axis)]));
  const std::size_t run = RunOf(weights);
  for (std::size_t i = 0; i < weights.values.size(); ++i) {
    float& largest = scales[i / run % scales.size()];
    largest = std::max(largest, std::abs(weights.values[i]));
  }
  for (std::size_t i = 0; i < scales.size(); ++i) {
    // A channel of zeros has any scale.
    double scale = scales[i] == 0 ? 1 : scales[i] / kLargest;
    if (i < bias.size()) scale = std::max(scale, std::abs(bias[i]) / (input_scale * kLargestBias));
    scales[i] = static_cast<float>(std::max(scale, static_cast<double>(std::numeric_limits<float>::min())));
  }
  return scales;
}

std::vector<std::uint8_t> QuantiseChannels(const Channels& weights, const std::vector<float>& scales) {
  std::vector<std::uint8_t> bytes(weights.values.size());
  const std::size_t run = RunOf(weights);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = Byte(static_cast<double>(weights.values[i]) / scales[i / run % scales.size()], -kLargest);
  }
  return bytes;
}

std::vector<std::uint8_t> Quantise(const std::vector<float>& values, const Steps& steps) {
  std::vector<std::uint8_t> bytes(values.size());
  std::transform(values.begin(), values.end(), bytes.begin(),
                 [&](float value) { return Byte(static_cast<double>(value) / steps.scale + steps.zero_point, -kLargest - 1); });
  return bytes;
}

std::vector<std::uint8_t> QuantiseBias(const std::vector<float>& values, const std::vector<float>& scales) {
  std::vector<std::int32_t> numbers(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double scale = scales[scales.size() == 1 ? 0 : i];
    numbers[i] = static_cast<std::int32_t>(std::lround(std::clamp(values[i] / scale, -kLargestBias, kLargestBias)));
  }
  std::vector<std::uint8_t> bytes(numbers.size() * sizeof(std::int32_t));
  std::memcpy(bytes.data(), numbers.data(), bytes.size());
  return bytes;
}

}  // namespace dnntune::format::tflite
