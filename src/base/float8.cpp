// SPDX-License-Identifier: Apache-2.0
#include "base/float8.h"

#include <cmath>
#include <limits>

namespace dnntune {
namespace {

constexpr std::uint8_t kSign = 0x80;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double FromFloat8(std::uint8_t bits, const Float8& kind) {
  const int fraction = bits & ((1 << kind.fraction_bits) - 1);
  const int exponent = (bits & 0x7f) >> kind.fraction_bits;
  const int largest = 0x7f >> kind.fraction_bits;
  if (kind.is_unsigned_zero && bits == kSign) return kNan;
  if (!kind.is_unsigned_zero) {
    if (kind.has_infinities && exponent == largest) {
      if (fraction != 0) return kNan;
      return (bits & kSign) != 0 ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    }
    if (!kind.has_infinities && (bits & 0x7f) == 0x7f) return kNan;
  }
  const int unit = 1 - kind.bias - kind.fraction_bits;  // exponent of the smallest number
  const double size =
      exponent == 0 ? std::ldexp(fraction, unit) : std::ldexp(fraction + (1 << kind.fraction_bits), unit + exponent - 1);
  return (bits & kSign) != 0 ? -size : size;
}

std::uint8_t ToFloat8(double number, const Float8& kind) {
  const double size = std::abs(number);
  std::uint8_t nearest = 0;
  if (std::isnan(number)) return kind.is_unsigned_zero ? kSign : 0x7f;
  // Sizes rise with their bits.
  for (std::uint8_t bits = 1; bits < kSign; ++bits) {
    const double candidate = FromFloat8(bits, kind);
    if (!std::isfinite(candidate)) break;
    const double before = size - FromFloat8(nearest, kind);
    if (candidate - size < before || (candidate - size == before && bits % 2 == 0)) nearest = bits;
  }
  const bool keeps_sign = std::signbit(number) && (nearest != 0 || !kind.is_unsigned_zero);
  return keeps_sign ? nearest | kSign : nearest;
}

}  // namespace dnntune
