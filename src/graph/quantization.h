// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "graph/dtype.h"

namespace dnntune::graph {

// What the integers of a tensor stand for: q for the real number scale * (q - zero_point). One for the whole tensor. The scheme is
// that of TensorFlow Lite's 8-bit quantization specification.
struct Quantization {
  double scale = 1;
  std::int32_t zero_point = 0;
  bool operator==(const Quantization&) const = default;
};

// Whether the scale is finite and above zero, and the type one of integers, of at most 32 bits, that has the zero point.
[[nodiscard]] bool Fits(const Quantization& quantization, DType type);

}  // namespace dnntune::graph
