// SPDX-License-Identifier: Apache-2.0
#include "format/skeleton/weights.h"

namespace dnntune::format::skeleton {

Count Times(Count count, std::int64_t factor) {
  std::uint64_t product = 0;
  if (!count || factor < 0 || __builtin_mul_overflow(*count, static_cast<std::uint64_t>(factor), &product)) return std::nullopt;
  return product;
}

Count Product(Count count, std::span<const std::int64_t> extents, std::size_t first, std::size_t last) {
  for (std::size_t i = first; i + last < extents.size(); ++i) count = Times(count, extents[i]);
  return count;
}

Weights& Weights::operator+=(const Weights& more) {
  elements += more.elements;
  bytes += more.bytes;
  return *this;
}

Weights WeightsOf(graph::DType dtype, std::span<const std::int64_t> shape) {
  const Count elements = Product(1, shape);
  if (!elements) return {};
  return {*elements, graph::DenseBytes(dtype, static_cast<double>(*elements)).value_or(0)};
}

}  // namespace dnntune::format::skeleton
