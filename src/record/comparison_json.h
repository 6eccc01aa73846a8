// SPDX-License-Identifier: Apache-2.0
// A comparison in JSON, see docs/comparison.md. Only for .cpp files.
#pragma once

#include "record/comparison.h"
#include "record/json_field.h"

namespace dnntune::record {

[[nodiscard]] Result<Comparison> ReadComparison(const Field& document);
[[nodiscard]] Json ComparisonJson(const Comparison& comparison);

}  // namespace dnntune::record
