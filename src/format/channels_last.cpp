// SPDX-License-Identifier: Apache-2.0
#include "format/channels_last.h"

#include <algorithm>
#include <array>

namespace dnntune::format {
namespace {

// One direction of a window on an image.
struct Line {
  int size, span, stride, padding, places;
};

Border Wanted(const Line& line) {
  const int needed = (line.places - 1) * line.stride + line.span - line.size;
  return {line.padding, std::max(needed - line.padding, 0)};
}

// What SAME comes to; nothing where it would have another number of places.
bool IsSame(const Line& line) {
  if (line.places != (line.size + line.stride - 1) / line.stride) return false;
  const int total = std::max((line.places - 1) * line.stride + line.span - line.size, 0);
  return Wanted(line) == Border{total / 2, total - total / 2};
}

int Span(int kernel, const Window& window) {
  return (kernel - 1) * window.dilation + 1;
}

}  // namespace

std::vector<std::int64_t> ChannelsLast(const Value& value) {
  const auto& shape = value.shape;
  return IsImage(value) ? std::vector<std::int64_t>{shape[0], shape[2], shape[3], shape[1]} : shape;
}

int AxisOfChannelsLast(const Value& value, int axis) {
  constexpr std::array kAxes = {0, 3, 1, 2};
  return IsImage(value) ? kAxes.at(static_cast<std::size_t>(axis)) : axis;
}

Sides SidesOf(const Value& image) {
  return {static_cast<int>(image.shape[2]), static_cast<int>(image.shape[3])};
}

Placement Place(const Window& window, const Sides& image) {
  const Sides places = Places(window, image);
  const Line rows{image.height, Span(window.kernel.height, window), window.stride, window.padding.height, places.height};
  const Line columns{image.width, Span(window.kernel.width, window), window.stride, window.padding.width, places.width};
  Placement placement{Padding::kExplicit, Wanted(rows), Wanted(columns)};
  if (placement.rows == Border{} && placement.columns == Border{}) {
    placement.padding = Padding::kValid;
  } else if (IsSame(rows) && IsSame(columns)) {
    placement.padding = Padding::kSame;
  }
  return placement;
}

Result<void> CheckAverage(const Node& node, const Placement& placement) {
  if (placement.padding != Padding::kExplicit) return {};
  return Fail(ErrorCode::kUnavailable, "node " + node.name + " averages over a border that this format cannot leave out");
}

}  // namespace dnntune::format
