// SPDX-License-Identifier: Apache-2.0
// Numbers as 8-bit integers. Formulas: Jacob et al., Quantization and Training of Neural Networks for Efficient
// Integer-Arithmetic-Only Inference, CVPR 2018.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "format/onnx/int8_plan.h"

namespace dnntune::format {

// The scale and zero point by which uint8 spans the range, widened to hold zero, which comes out exact. Its ends never lie beyond
// those of the range, so that they can do the work of a Relu or Clip.
[[nodiscard]] Linear FitUInt8(const Range& range);
[[nodiscard]] Range RangeOf(std::span<const float> values);

[[nodiscard]] std::string ToUInt8(std::span<const float> values, const Linear& linear);

// Values along the dimension `axis` of `shape`: each index is a channel.
struct Channels {
  std::span<const float> values;
  std::vector<std::int64_t> shape;
  int axis = 0;
};
// The symmetric scale of each channel, by which int8 spans it from -127 to 127.
[[nodiscard]] std::vector<float> ScalesOf(const Channels& channels);
[[nodiscard]] std::string ToInt8(const Channels& channels, std::span<const float> scales);

// Widens scales where a bias, in int32 with the scale input * scales[channel], would not fit otherwise.
void MakeRoomForBias(std::span<const float> bias, float input, std::span<float> scales);
// Little-endian int32 values.
[[nodiscard]] std::string BiasToInt32(std::span<const float> bias, std::span<const float> scales);

}  // namespace dnntune::format
