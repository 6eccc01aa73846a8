// SPDX-License-Identifier: Apache-2.0
// IEEE 754 binary16 as its bits.
#pragma once

#include <cstdint>

namespace dnntune {

inline constexpr double kMostHalf = 65504;  // the largest finite one

[[nodiscard]] double FromHalf(std::uint16_t bits);
// Rounded to nearest even; from 65520 on infinite.
[[nodiscard]] std::uint16_t ToHalf(double number);

}  // namespace dnntune
