// SPDX-License-Identifier: Apache-2.0
// Numbers as 8-bit integers. Formulas: Jacob et al., Quantization and Training of Neural Networks for Efficient
// Integer-Arithmetic-Only Inference, CVPR 2018.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "format/onnx/quantize/plan.h"

namespace dnntune::format::onnx {

// The scale and zero point by which uint8 spans the range, widened to hold zero, which comes out exact. Its ends never lie beyond
// those of the range, so that they can do the work of a Relu or Clip.
[[nodiscard]] Steps StepsFor(const Range& range);
[[nodiscard]] Range SpanOf(std::span<const float> values);

[[nodiscard]] std::string Quantise(std::span<const float> values, const Steps& steps);

// Values along the dimension `axis` of `shape`: each index is a channel.
struct Channels {
  std::span<const float> values;
  std::vector<std::int64_t> shape;
  int axis = 0;
};
// The symmetric scale of each channel, by which int8 spans it from -127 to 127.
[[nodiscard]] std::vector<float> ChannelScales(const Channels& channels);
[[nodiscard]] std::string QuantiseChannels(const Channels& channels, std::span<const float> scales);

// Widens scales where a bias, in int32 with the scale input * scales[channel], would not fit otherwise.
void MakeRoomForBias(std::span<const float> bias, float input, std::span<float> scales);
// Little-endian int32 values.
[[nodiscard]] std::string QuantiseBias(std::span<const float> bias, std::span<const float> scales);

}  // namespace dnntune::format::onnx
