// SPDX-License-Identifier: Apache-2.0
// Elements of tensors as the real numbers that they stand for, and as those of another type that stand for the same.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/tensor.h"
#include "graph/conversion.h"

namespace dnntune::engine {

// What the tensor's elements stand for; without a quantization that is what Numbers says.
[[nodiscard]] std::vector<double> RealNumbers(const Tensor& tensor, const std::optional<graph::Quantization>& quantization);

// Writes the tensor, which is of the form `from`, as elements of the type and quantization of `to`, in the order in which they are.
// Quantised integers are rounded to the nearest, halves away from zero, held within the type's range, and the zero point for NaN,
// as TensorFlow Lite's QUANTIZE does for float32; others become what PutNumbers makes of them. `bytes` has room for them.
void Retype(const Tensor& tensor, const graph::Form& from, const graph::Form& to, std::byte* bytes);

}  // namespace dnntune::engine
