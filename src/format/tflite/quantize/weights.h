// SPDX-License-Identifier: Apache-2.0
// Constants as 8-bit numbers, little-endian. Include in .cpp files of this folder only.
#pragma once

#include <cstdint>
#include <vector>

#include "format/tflite/quantize/rules.h"

namespace dnntune::format::tflite {

// Weights and the dimension in which each place has a scale of its own.
struct Channels {
  const std::vector<float>& values;  // row-major
  const std::vector<int>& shape;
  int axis = 0;
};

// The scale of each channel, so that its largest weight is 127 steps. `bias` (empty: none), at a step of the channel's scale times
// the input's, has to be a number of 32 bits as well, with room for the sum that it is added to.
[[nodiscard]] std::vector<float> ChannelScales(const Channels& weights, const std::vector<float>& bias, float input_scale);
// int8, from -127 to 127.
[[nodiscard]] std::vector<std::uint8_t> QuantiseChannels(const Channels& weights, const std::vector<float>& scales);
// int8; what does not fit is held at the end.
[[nodiscard]] std::vector<std::uint8_t> Quantise(const std::vector<float>& values, const Steps& steps);
// int32.
[[nodiscard]] std::vector<std::uint8_t> QuantiseBias(const std::vector<float>& values, const std::vector<float>& scales);

}  // namespace dnntune::format::tflite
