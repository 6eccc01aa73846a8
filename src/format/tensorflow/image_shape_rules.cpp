// SPDX-License-Identifier: Apache-2.0
// Shapes behind operators on the places of an image.
#include <algorithm>
#include <array>

#include "format/tensorflow/shape_rules.h"

namespace dnntune::format::tensorflow {
namespace {

// Where a window of `kernel` places `dilation` apart fits into `size`.
struct Sliding {
  std::int64_t size, kernel, stride, dilation, before, after;
};

std::optional<std::int64_t> Places(const Sliding& one, const std::string& padding) {
  if (one.stride <= 0 || one.kernel <= 0 || one.dilation <= 0 || one.kernel > kLargest || one.dilation > kLargest)
    return std::nullopt;
  if (one.size > kLargest || one.stride > kLargest || one.before < 0 || one.after < 0 || one.before > kLargest ||
      one.after > kLargest)
    return std::nullopt;
  if (padding == "SAME") return (one.size + one.stride - 1) / one.stride;
  const std::int64_t padded = one.size + (padding == "EXPLICIT" ? one.before + one.after : 0);
  std::int64_t span = 0;
  if (__builtin_mul_overflow(one.kernel - 1, one.dilation, &span) || padded <= span) return std::nullopt;
  return (padded - span - 1) / one.stride + 1;
}

// The output of a window over height and width; `kernel` is [height, width].
MaybeShape Slide(const Asked& asked, std::array<std::int64_t, 2> kernel, std::optional<std::int64_t> channels) {
  MaybeShape shape = asked.In(0);
  const auto strides = IntsOf(asked.node(), "strides");
  const auto dilations = IntsOf(asked.node(), "dilations");
  const auto explicit_paddings = IntsOf(asked.node(), "explicit_paddings");
  if (!shape || shape->size() != 4 || strides.size() != 4) return std::nullopt;
  const std::size_t height = asked.IsChannelsFirst() ? 2 : 1;
  for (std::size_t i = 0; i < 2; ++i) {
    const std::size_t at = height + i;
    Sliding one{(*shape)[at], kernel[i], strides[at], dilations.size() == 4 ? dilations[at] : 1, 0, 0};
    if (explicit_paddings.size() == 8) {
      one.before = explicit_paddings[2 * at];
      one.after = explicit_paddings[2 * at + 1];
    }
    const auto places = Places(one, TextOf(asked.node(), "padding"));
    if (!places) return std::nullopt;
    (*shape)[at] = *places;
  }
  if (channels) (*shape)[asked.IsChannelsFirst() ? 1 : 3] = *channels;
  return shape;
}

// How dimensions after the first are dealt out into more batches, or gathered from them again.
struct Blocks {
  Shape shape;
  std::vector<std::int64_t> extents, edges;  // of each dimension that is dealt out; two edges each
};

std::optional<Blocks> BlocksOf(const Asked& asked) {
  const MaybeShape shape = asked.In(0);
  const Integers extents = asked.Values(1), edges = asked.Values(2);
  if (!shape || !extents || !edges || extents->size() >= shape->size() || edges->size() != 2 * extents->size()) return std::nullopt;
  const auto is_sound = [](std::int64_t least) {
    return [least](std::int64_t value) { return value >= least && value <= kLargest; };
  };
  if (!std::all_of(extents->begin(), extents->end(), is_sound(1)) || !std::all_of(edges->begin(), edges->end(), is_sound(0)) ||
      !std::all_of(shape->begin(), shape->end(), is_sound(0))) {
    return std::nullopt;
  }
  return Blocks{*shape, *extents, *edges};
}

}  // namespace

MaybeShape ShapeOfConvolution(const Asked& asked) {
  const MaybeShape filter = asked.In(1);
  if (!filter || filter->size() != 4) return std::nullopt;
  return Slide(asked, {(*filter)[0], (*filter)[1]}, (*filter)[3]);
}

MaybeShape ShapeOfDepthwise(const Asked& asked) {
  const MaybeShape filter = asked.In(1);
  std::int64_t channels = 0;
  if (!filter || filter->size() != 4 || __builtin_mul_overflow((*filter)[2], (*filter)[3], &channels)) return std::nullopt;
  return Slide(asked, {(*filter)[0], (*filter)[1]}, channels);
}

MaybeShape ShapeOfPool(const Asked& asked) {
  const auto window = IntsOf(asked.node(), "ksize");
  if (window.size() != 4) return std::nullopt;
  const std::size_t height = asked.IsChannelsFirst() ? 2 : 1;
  return Slide(asked, {window[height], window[height + 1]}, std::nullopt);
}

MaybeShape ShapeOfResize(const Asked& asked) {
  MaybeShape shape = asked.In(0);
  const Integers size = asked.Values(1);
  if (!shape || shape->size() != 4 || !size || size->size() != 2 || (*size)[0] < 0 || (*size)[1] < 0) return std::nullopt;
  (*shape)[1] = (*size)[0];
  (*shape)[2] = (*size)[1];
  return shape;
}

MaybeShape ShapeOfSpaceToBatch(const Asked& asked) {
  auto blocks = BlocksOf(asked);
  if (!blocks) return std::nullopt;
  auto& [shape, extents, edges] = *blocks;
  for (std::size_t i = 0; i < extents.size(); ++i) {
    const std::int64_t padded = shape[i + 1] + edges[2 * i] + edges[2 * i + 1];
    if (padded % extents[i] != 0 || __builtin_mul_overflow(shape[0], extents[i], &shape[0])) return std::nullopt;
    shape[i + 1] = padded / extents[i];
  }
  return shape;
}

MaybeShape ShapeOfBatchToSpace(const Asked& asked) {
  auto blocks = BlocksOf(asked);
  if (!blocks) return std::nullopt;
  auto& [shape, extents, edges] = *blocks;
  for (std::size_t i = 0; i < extents.size(); ++i) {
    std::int64_t whole = 0;
    if (shape[0] % extents[i] != 0 || __builtin_mul_overflow(shape[i + 1], extents[i], &whole)) return std::nullopt;
    shape[0] /= extents[i];
    shape[i + 1] = whole - edges[2 * i] - edges[2 * i + 1];
    if (shape[i + 1] < 0) return std::nullopt;
  }
  return shape;
}

}  // namespace dnntune::format::tensorflow
