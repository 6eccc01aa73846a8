// SPDX-License-Identifier: Apache-2.0
#include "format/onnx/quantize/weights.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dnntune::format::onnx {
namespace {

constexpr float kMost = 127;  // of int8, where zero is in the middle
constexpr float kSteps = 255;
// A channel of zeros has no scale; one so small lets its bias be exact.
constexpr float kLeastScale = 1e-8F;
// Half of what int32 holds: the other half is for the sum of products.
constexpr float kMostBias = 0x1.0p30F;

std::size_t ChannelOf(const Channels& channels, std::size_t index, std::size_t each) {
  return index / each % static_cast<std::size_t>(channels.shape[static_cast<std::size_t>(channels.axis)]);
}

// Elements from one index of the axis to the next.
std::size_t Each(const Channels& channels) {
  std::size_t each = 1;
  for (std::size_t i = static_cast<std::size_t>(channels.axis) + 1; i < channels.shape.size(); ++i) {
    each *= static_cast<std::size_t>(channels.shape[i]);
  }
  return each;
}

}  // namespace

Steps StepsFor(const Range& range) {
  const float low = std::min(range.low, 0.0F), high = std::max(range.high, 0.0F);
  if (high - low <= 0) return {1, 0};
  float scale = std::max((high - low) / kSteps, std::numeric_limits<float>::min());
  const auto zero = static_cast<std::int32_t>(std::clamp(std::nearbyint(-low / scale), 0.0F, kSteps));
  // One of the ends is zero: rounding of the division must not put the other beyond the range.
  if (low == 0 && scale * kSteps > high) scale = std::nextafter(scale, 0.0F);
  return {scale, zero};
}

Range SpanOf(std::span<const float> values) {
  if (values.empty()) return {};
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {*low, *high};
}

std::string Quantise(std::span<const float> values, const Steps& steps) {
  std::string bytes;
  bytes.reserve(values.size());
  for (const float value : values) {
    const float whole = std::nearbyint(value / steps.scale) + static_cast<float>(steps.zero_point);
    bytes.push_back(static_cast<char>(static_cast<std::uint8_t>(std::clamp(whole, 0.0F, kSteps))));
  }
  return bytes;
}

std::vector<float> ChannelScales(const Channels& channels) {
  std::vector<float> scales(static_cast<std::size_t>(channels.shape[static_cast<std::size_t>(channels.axis)]), 0.0F);
  const std::size_t each = Each(channels);
  for (std::size_t i = 0; i < channels.values.size(); ++i) {
    float& scale = scales[ChannelOf(channels, i, each)];
    scale = std::max(scale, std::abs(channels.values[i]));
  }
  for (float& scale : scales) scale = std::max(scale / kMost, kLeastScale);
  return scales;
}

std::string QuantiseChannels(const Channels& channels, std::span<const float> scales) {
  std::string bytes;
  bytes.reserve(channels.values.size());
  const std::size_t each = Each(channels);
  for (std::size_t i = 0; i < channels.values.size(); ++i) {
    const float whole = std::nearbyint(channels.values[i] / scales[ChannelOf(channels, i, each)]);
    bytes.push_back(static_cast<char>(static_cast<std::int8_t>(std::clamp(whole, -kMost, kMost))));
  }
  return bytes;
}

void MakeRoomForBias(std::span<const float> bias, float input, std::span<float> scales) {
  for (std::size_t i = 0; i < scales.size(); ++i) scales[i] = std::max(scales[i], std::abs(bias[i]) / (input * kMostBias));
}

std::string QuantiseBias(std::span<const float> bias, std::span<const float> scales) {
  std::string bytes;
  for (std::size_t i = 0; i < bias.size(); ++i) {
    const auto whole = static_cast<std::int32_t>(std::nearbyint(static_cast<double>(bias[i]) / static_cast<double>(scales[i])));
    bytes.append(reinterpret_cast<const char*>(&whole), sizeof whole);
  }
  return bytes;
}

}  // namespace dnntune::format::onnx
