// SPDX-License-Identifier: Apache-2.0
// Floats of eight bits, as ONNX has them (its docs/technical/float8.md).
#pragma once

#include <cstdint>

namespace dnntune {

struct Float8 {
  int fraction_bits;
  int bias;
  // True: no infinities, one zero, and the bits of negative zero mean not-a-number ("FNUZ").
  bool is_unsigned_zero;
  // Where not: whether the largest exponent is for infinities and not-a-numbers, or but for its last number as any other ("FN").
  bool has_infinities = false;
};

inline constexpr Float8 kFloat8E4M3Fn{.fraction_bits = 3, .bias = 7, .is_unsigned_zero = false};
inline constexpr Float8 kFloat8E4M3FnUz{.fraction_bits = 3, .bias = 8, .is_unsigned_zero = true};
inline constexpr Float8 kFloat8E5M2{.fraction_bits = 2, .bias = 15, .is_unsigned_zero = false, .has_infinities = true};
inline constexpr Float8 kFloat8E5M2FnUz{.fraction_bits = 2, .bias = 16, .is_unsigned_zero = true};

[[nodiscard]] double FromFloat8(std::uint8_t bits, const Float8& kind);
// The nearest of the finite ones, of two the even one; not-a-number stays so.
[[nodiscard]] std::uint8_t ToFloat8(double number, const Float8& kind);

}  // namespace dnntune
