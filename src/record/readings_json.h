// SPDX-License-Identifier: Apache-2.0
// Readings in JSON: by the metric's dotted name a quantity as record/quantity_json.h has it, with its unit beside it:
// {"memory.peak": {"value": 5e6, "unit": "B", "source": "measured"}, "energy": {"unavailable": "why"}}. Only for .cpp files.
#pragma once

#include "metric/readings.h"
#include "record/json_field.h"

namespace dnntune::record {

// The member "readings" of `parent`, none where it is absent. May be negative only where `signed_values`. kBadInput for a metric
// that is not in the table (with the nearest) and for another unit than the table's; a unit that is left out is the table's.
[[nodiscard]] Result<metric::Readings> ReadReadings(const Field& parent, bool signed_values);
[[nodiscard]] Json PrintReadings(const metric::Readings& readings);

// The metric whose dotted name `name` is, which stands as a key in `field`.
[[nodiscard]] Result<metric::MetricId> ReadMetricName(const Field& field, const std::string& name);

}  // namespace dnntune::record
