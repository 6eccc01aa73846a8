// SPDX-License-Identifier: Apache-2.0
// Tensors from one file of a model made into those of another: what a deployment over two formats does between its parts.
#pragma once

#include "base/result.h"
#include "engine/tensor.h"
#include "graph/conversion.h"

namespace dnntune::engine {

// Writes `from`, converted, into `to`. kBadInput where they have other forms than the conversion is for.
[[nodiscard]] Result<void> Convert(const graph::Conversion& conversion, const Tensor& from, Tensor& to);

}  // namespace dnntune::engine
