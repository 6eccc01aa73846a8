// SPDX-License-Identifier: Apache-2.0
// {"max_difference": 0.3, "largest_value": 2.5, "output": "y", "snr_db": 18.4, "tolerance": {"relative": 1e-4}}, as fields of what
// they are said of. Only for .cpp files.
#pragma once

#include <optional>

#include "record/json_field.h"
#include "record/output_difference.h"

namespace dnntune::record {

// Nothing where the field has none. What only newer versions write may be missing.
[[nodiscard]] Result<std::optional<OutputDifference>> ReadDifference(const Field& field);
void PrintDifference(const OutputDifference& difference, Json& json);

}  // namespace dnntune::record
