// SPDX-License-Identifier: Apache-2.0
// Only for .cpp files.
#pragma once

#include "record/decision.h"
#include "record/json_field.h"

namespace dnntune::record {

[[nodiscard]] Result<Decision> ReadDecision(const Field& field);
[[nodiscard]] Json PrintDecision(const Decision& decision);

}  // namespace dnntune::record
