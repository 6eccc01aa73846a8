// SPDX-License-Identifier: Apache-2.0
#include "tune/compare.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace dnntune::tune {
namespace {

using graph::DType;

template <typename T>
double Difference(const engine::Tensor& a, const engine::Tensor& b) {
  double largest = 0;
  for (std::size_t offset = 0; offset + sizeof(T) <= a.size_bytes(); offset += sizeof(T)) {
    T x, y;
    std::memcpy(&x, a.data() + offset, sizeof(T));
    std::memcpy(&y, b.data() + offset, sizeof(T));
    const auto left = static_cast<double>(x);
    const auto right = static_cast<double>(y);
    if (left == right || (std::isnan(left) && std::isnan(right))) continue;
    const double difference = std::abs(left - right);
    largest = std::isnan(difference) ? std::numeric_limits<double>::infinity() : std::max(largest, difference);
  }
  return largest;
}

}  // namespace

Result<double> MaxDifference(const std::string& name, const engine::Tensor& expected, const engine::Tensor& actual) {
  if (expected.dtype() != actual.dtype() || expected.shape() != actual.shape()) {
    return Fail(ErrorCode::kMeasurement,
                "output '" + name + "' of the deployment has another type or shape than the whole model's");
  }
  switch (expected.dtype()) {
    case DType::kFloat32:
      return Difference<float>(expected, actual);
    case DType::kFloat64:
      return Difference<double>(expected, actual);
    case DType::kInt8:
      return Difference<std::int8_t>(expected, actual);
    case DType::kUInt8:
    case DType::kBool:
      return Difference<std::uint8_t>(expected, actual);
    case DType::kInt16:
      return Difference<std::int16_t>(expected, actual);
    case DType::kUInt16:
      return Difference<std::uint16_t>(expected, actual);
    case DType::kInt32:
      return Difference<std::int32_t>(expected, actual);
    case DType::kUInt32:
      return Difference<std::uint32_t>(expected, actual);
    case DType::kInt64:
      return Difference<std::int64_t>(expected, actual);
    case DType::kUInt64:
      return Difference<std::uint64_t>(expected, actual);
    case DType::kFloat16:
    case DType::kBFloat16:
    case DType::kString:
      break;
  }
  // Equal bytes are an answer for any type.
  if (expected.bytes() == actual.bytes()) return 0.0;
  return Fail(ErrorCode::kMeasurement, "output '" + name + "' differs and its type " +
                                           std::string(graph::DTypeName(expected.dtype())) + " is not compared yet");
}

}  // namespace dnntune::tune
