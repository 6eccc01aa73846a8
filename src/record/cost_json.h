// SPDX-License-Identifier: Apache-2.0
// Costs in JSON: {"seconds": 0.01 or [samples], "readings": see record/readings_json.h, "source", "marked", "batches", "stop"} or
// {"failure": "why"}. "joules": quantity is short for readings of energy alone; dnntune-profile-1 had nothing else. Only for .cpp
// files.
#pragma once

#include "record/json_field.h"
#include "record/profile.h"

namespace dnntune::record {

[[nodiscard]] Result<Cost> ReadCost(const Field& field);
[[nodiscard]] Json PrintCost(const Cost& cost);

}  // namespace dnntune::record
