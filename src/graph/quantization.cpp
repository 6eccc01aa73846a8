// SPDX-License-Identifier: Apache-2.0
#include "graph/quantization.h"

#include <cmath>
#include <limits>

namespace dnntune::graph {
namespace {

template <typename T>
bool Has(std::int64_t number) {
  return number >= std::numeric_limits<T>::min() && number <= std::numeric_limits<T>::max();
}

bool HasZeroPoint(DType type, std::int64_t zero_point) {
  switch (type) {
    case DType::kInt8:
      return Has<std::int8_t>(zero_point);
    case DType::kUInt8:
      return Has<std::uint8_t>(zero_point);
    case DType::kInt16:
      return Has<std::int16_t>(zero_point);
    case DType::kUInt16:
      return Has<std::uint16_t>(zero_point);
    case DType::kInt32:
      return true;
    case DType::kUInt32:
      return zero_point >= 0;
    default:
      return false;
  }
}

}  // namespace

bool Fits(const Quantization& quantization, DType type) {
  return std::isfinite(quantization.scale) && quantization.scale > 0 && HasZeroPoint(type, quantization.zero_point);
}

}  // namespace dnntune::graph
