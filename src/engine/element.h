// SPDX-License-Identifier: Apache-2.0
// Elements of tensors as numbers, whatever their type.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/tensor.h"

namespace dnntune::engine {

// The tensor's elements; 64-bit integers beyond 2^53 are rounded. Aborts on kString, which no Tensor has.
[[nodiscard]] std::vector<double> Numbers(const Tensor& tensor);

// Writes the numbers as elements of `type`: rounded to nearest even where it is a smaller float; integers cut off towards zero and
// held within the type's range. `to` has room for them. Aborts on types of less than a byte.
void PutNumbers(const std::vector<double>& numbers, graph::DType type, std::byte* to);

}  // namespace dnntune::engine
