// SPDX-License-Identifier: Apache-2.0
#include "engine/convert.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/retype.h"

namespace dnntune::engine {
namespace {

constexpr std::size_t kTile = 16;  // elements along a side: two tiles of floats lie in the first-level cache together

// The permutation with dimensions that stay neighbours merged: moving channels is then a transposition of few dimensions.
struct Axis {
  std::size_t size;
  std::size_t stride;  // in the source, in elements
};

// Of the result, outermost first.
std::vector<Axis> AxesOf(const graph::Conversion& conversion) {
  std::vector<std::size_t> strides(conversion.view.size(), 1);
  for (std::size_t i = strides.size(); i-- > 1;) strides[i - 1] = strides[i] * static_cast<std::size_t>(conversion.view[i]);
  std::vector<Axis> axes;
  for (const std::uint32_t dimension : conversion.order) {
    const Axis axis{static_cast<std::size_t>(conversion.view[dimension]), strides[dimension]};
    if (axis.size == 1) continue;
    if (!axes.empty() && axes.back().stride == axis.stride * axis.size) {
      axes.back() = {axes.back().size * axis.size, axis.stride};
    } else {
      axes.push_back(axis);
    }
  }
  return axes;
}

// to[i][j] = from[i * rows.stride + j * columns.stride], tile by tile, so that neither side leaves the cache.
template <typename T>
void Transpose(const T* from, Axis rows, Axis columns, T* to) {
  for (std::size_t row = 0; row < rows.size; row += kTile) {
    const std::size_t row_end = std::min(row + kTile, rows.size);
    for (std::size_t column = 0; column < columns.size; column += kTile) {
      const std::size_t column_end = std::min(column + kTile, columns.size);
      for (std::size_t i = row; i < row_end; ++i) {
        for (std::size_t j = column; j < column_end; ++j) to[i * columns.size + j] = from[i * rows.stride + j * columns.stride];
      }
    }
  }
}

template <typename T>
T* Permute(const T* from, const Axis* axis, const Axis* end, T* to) {
  if (axis == end) {
    *to = *from;
    return to + 1;
  }
  if (end - axis == 1 && axis->stride == 1) return std::copy(from, from + axis->size, to);
  if (end - axis == 2) {
    Transpose(from, axis[0], axis[1], to);
    return to + axis[0].size * axis[1].size;
  }
  for (std::size_t i = 0; i < axis->size; ++i) to = Permute(from + i * axis->stride, axis + 1, end, to);
  return to;
}

template <typename T>
void PermuteAs(const std::vector<Axis>& axes, const std::byte* from, std::byte* to) {
  Permute(reinterpret_cast<const T*>(from), axes.data(), axes.data() + axes.size(), reinterpret_cast<T*>(to));
}

void PermuteBytes(const graph::Conversion& conversion, std::size_t element, const std::byte* from, std::byte* to) {
  const std::vector<Axis> axes = AxesOf(conversion);
  switch (element) {
    case 1:
      return PermuteAs<std::uint8_t>(axes, from, to);
    case 2:
      return PermuteAs<std::uint16_t>(axes, from, to);
    case 4:
      return PermuteAs<std::uint32_t>(axes, from, to);
    default:
      return PermuteAs<std::uint64_t>(axes, from, to);
  }
}

bool Has(const Tensor& tensor, const graph::Form& form) {
  return tensor.dtype() == form.dtype && tensor.shape() == form.shape;
}

}  // namespace

Result<void> Convert(const graph::Conversion& conversion, const Tensor& from, Tensor& to) {
  if (!graph::IsSound(conversion)) return Fail(ErrorCode::kBadInput, "a conversion whose shapes do not fit each other");
  if (!Has(from, conversion.from) || !Has(to, conversion.to)) {
    return Fail(ErrorCode::kBadInput, "a tensor has another type or shape than its conversion is for");
  }
  if (to.size_bytes() == 0) return {};
  const std::size_t before = *graph::DTypeBytes(conversion.from.dtype), after = *graph::DTypeBytes(conversion.to.dtype);
  if (conversion.from.dtype == conversion.to.dtype && conversion.from.quantization == conversion.to.quantization) {
    PermuteBytes(conversion, before, from.data(), to.data());
  } else if (before < after) {  // the narrower elements are moved: there are fewer bytes of them
    Tensor moved(conversion.from.dtype, conversion.to.shape);
    PermuteBytes(conversion, before, from.data(), moved.data());
    Retype(moved, conversion.from, conversion.to, to.data());
  } else {
    Tensor typed(conversion.to.dtype, conversion.from.shape);
    Retype(from, conversion.from, conversion.to, typed.data());
    PermuteBytes(conversion, after, typed.data(), to.data());
  }
  return {};
}

}  // namespace dnntune::engine
