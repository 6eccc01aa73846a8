// SPDX-License-Identifier: Apache-2.0
// {"scale": 0.5, "zero_point": -3} beside the element type that it is of. Only for .cpp files.
#pragma once

#include <optional>

#include "graph/quantization.h"
#include "record/json_field.h"

namespace dnntune::record {

// The parent's member "quantization"; nothing where there is none. kBadInput where it does not fit the type.
[[nodiscard]] Result<std::optional<graph::Quantization>> ReadQuantization(const Field& parent, std::optional<graph::DType> dtype);
[[nodiscard]] Json PrintQuantization(const graph::Quantization& quantization);

}  // namespace dnntune::record
