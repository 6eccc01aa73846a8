// SPDX-License-Identifier: Apache-2.0
#include "engine/element.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <numeric>
#include <type_traits>

#include "base/float8.h"
#include "base/half.h"

namespace dnntune::engine {
namespace {

using graph::DType;

// IEEE 754 binary16 and bfloat16, stored as their bits.
struct Half {
  std::uint16_t bits;
};
struct Brain {
  std::uint16_t bits;
};

double ToNumber(Half half) {
  return FromHalf(half.bits);
}

void FromNumber(double number, Half& half) {
  half.bits = ToHalf(number);
}

double ToNumber(Brain brain) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(brain.bits) << 16U);
}

void FromNumber(double number, Brain& brain) {
  const auto single = std::bit_cast<std::uint32_t>(static_cast<float>(number));
  const std::uint32_t rounding = 0x7fffU + ((single >> 16U) & 1U);
  brain.bits = static_cast<std::uint16_t>((std::isnan(number) ? single | 0x400000U : single + rounding) >> 16U);
}

template <const Float8& kind>
struct Small {
  std::uint8_t bits;
};

template <const Float8& kind>
double ToNumber(Small<kind> small) {
  return FromFloat8(small.bits, kind);
}

template <const Float8& kind>
void FromNumber(double number, Small<kind>& small) {
  small.bits = ToFloat8(number, kind);
}

template <typename T>
double ToNumber(T number) {
  return static_cast<double>(number);
}

template <typename T>
void FromNumber(double number, T& element) {
  if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
    // The largest 64-bit integers are no doubles: what would round beyond the range is held at its end.
    constexpr auto low = static_cast<double>(std::numeric_limits<T>::min());
    constexpr auto high = static_cast<double>(std::numeric_limits<T>::max());
    element = std::isnan(number) ? T{0} : number >= high ? std::numeric_limits<T>::max() : static_cast<T>(std::max(number, low));
  } else {
    element = static_cast<T>(number);
  }
}

// Calls `visit` with a value of the C++ type that stores the element type.
template <typename Visit>
void WithType(DType type, Visit&& visit) {
  switch (type) {
    case DType::kFloat32:
      return visit(float{});
    case DType::kFloat16:
      return visit(Half{});
    case DType::kBFloat16:
      return visit(Brain{});
    case DType::kFloat64:
      return visit(double{});
    case DType::kInt8:
      return visit(std::int8_t{});
    case DType::kUInt8:
      return visit(std::uint8_t{});
    case DType::kInt16:
      return visit(std::int16_t{});
    case DType::kUInt16:
      return visit(std::uint16_t{});
    case DType::kInt32:
      return visit(std::int32_t{});
    case DType::kUInt32:
      return visit(std::uint32_t{});
    case DType::kInt64:
      return visit(std::int64_t{});
    case DType::kUInt64:
      return visit(std::uint64_t{});
    case DType::kBool:
      return visit(bool{});
    case DType::kFloat8E4M3Fn:
      return visit(Small<kFloat8E4M3Fn>{});
    case DType::kFloat8E4M3FnUz:
      return visit(Small<kFloat8E4M3FnUz>{});
    case DType::kFloat8E5M2:
      return visit(Small<kFloat8E5M2>{});
    case DType::kFloat8E5M2FnUz:
      return visit(Small<kFloat8E5M2FnUz>{});
    case DType::kInt4:
    case DType::kUInt4:
    case DType::kString:
      break;
  }
  std::abort();
}

// Two to a byte, the lower half first.
std::vector<double> FourBitNumbers(const Tensor& tensor) {
  std::vector<double> numbers(
      std::accumulate(tensor.shape().begin(), tensor.shape().end(), std::size_t{1},
                      [](std::size_t product, std::int64_t extent) { return product * static_cast<std::size_t>(extent); }));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto half = static_cast<int>(std::to_integer<unsigned>(tensor.data()[i / 2]) >> (i % 2 * 4) & 0xfU);
    numbers[i] = tensor.dtype() == DType::kInt4 && half > 7 ? half - 16 : half;
  }
  return numbers;
}

}  // namespace

std::vector<double> Numbers(const Tensor& tensor) {
  if (tensor.dtype() == DType::kInt4 || tensor.dtype() == DType::kUInt4) return FourBitNumbers(tensor);
  std::vector<double> numbers;
  WithType(tensor.dtype(), [&](auto element) {
    numbers.reserve(tensor.size_bytes() / sizeof element);
    for (std::size_t offset = 0; offset + sizeof element <= tensor.size_bytes(); offset += sizeof element) {
      std::memcpy(&element, tensor.data() + offset, sizeof element);
      numbers.push_back(ToNumber(element));
    }
  });
  return numbers;
}

void PutNumbers(const std::vector<double>& numbers, DType type, std::byte* to) {
  WithType(type, [&](auto element) {
    for (const double number : numbers) {
      FromNumber(number, element);
      std::memcpy(to, &element, sizeof element);
      to += sizeof element;
    }
  });
}

}  // namespace dnntune::engine
