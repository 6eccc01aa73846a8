// SPDX-License-Identifier: Apache-2.0
#include "base/half.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dnntune {
namespace {

constexpr int kFraction = 10;   // bits
constexpr int kLeast = -24;     // exponent of the smallest number
constexpr double kEnd = 65520;  // from here on it rounds to infinity
constexpr std::uint16_t kSign = 0x8000U;
constexpr std::uint16_t kInfinity = 0x7c00U;
constexpr std::uint16_t kNan = 0x7e00U;

}  // namespace

double FromHalf(std::uint16_t bits) {
  const int exponent = (bits & kInfinity) >> kFraction;
  const int fraction = bits & ((1 << kFraction) - 1);
  double number = 0;
  if (exponent == 31) {
    number = fraction == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  } else if (exponent == 0) {
    number = std::ldexp(fraction, kLeast);
  } else {
    number = std::ldexp(fraction + (1 << kFraction), exponent - 1 + kLeast);
  }
  return (bits & kSign) != 0 ? -number : number;
}

std::uint16_t ToHalf(double number) {
  const std::uint16_t sign = std::signbit(number) ? kSign : 0;
  const double size = std::abs(number);
  if (std::isnan(number)) return kNan;
  if (size >= kEnd) return sign | kInfinity;
  if (size == 0) return sign;
  const int exponent = std::max(std::ilogb(size), kLeast + kFraction);
  // The fraction in units of the last place; a carry out of it runs into the exponent, as it should.
  const auto units = static_cast<std::uint16_t>(std::nearbyint(std::ldexp(size, kFraction - exponent)));
  const int biased = exponent - (kLeast + kFraction);
  return static_cast<std::uint16_t>(sign + (biased << kFraction) + units);
}

}  // namespace dnntune
