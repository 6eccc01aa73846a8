// SPDX-License-Identifier: Apache-2.0
// What a network's images and windows are in formats that put channels last, TensorFlow's and TensorFlow Lite's.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "format/network.h"

namespace dnntune::format {

// [batch, height, width, channels] of an image; any other shape as it is.
[[nodiscard]] std::vector<std::int64_t> ChannelsLast(const Value& value);
[[nodiscard]] int AxisOfChannelsLast(const Value& value, int axis);

[[nodiscard]] Sides SidesOf(const Value& image);

enum class Padding : std::uint8_t {
  kValid,    // none
  kSame,     // as many places as the image has, divided by the stride; the smaller half of the border is in front
  kExplicit  // neither
};

struct Border {
  std::int64_t before = 0;
  std::int64_t after = 0;
  bool operator==(const Border&) const = default;
};

// How far a window reaches over the edges of an image, and what the format calls that.
struct Placement {
  Padding padding = Padding::kValid;
  Border rows, columns;
};
[[nodiscard]] Placement Place(const Window& window, const Sides& image);

// kUnavailable where an average would count an explicit border, which neither format can leave out.
[[nodiscard]] Result<void> CheckAverage(const Node& node, const Placement& placement);

}  // namespace dnntune::format
