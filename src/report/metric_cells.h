// SPDX-License-Identifier: Apache-2.0
// Metrics as columns and facts: their keys, titles and hints are those of metric/metrics.h.
#pragma once

#include "metric/readings.h"
#include "report/document.h"
#include "setting/setting.h"

namespace dnntune::report {

// Under its own key and title.
[[nodiscard]] Column MetricColumn(metric::MetricId id);
// Of a metric that stands for its family: "latency", "Latency".
[[nodiscard]] Column FamilyColumn(metric::MetricId id);
// In a list after what it is a part of: "Of it the library".
[[nodiscard]] Column ListedColumn(metric::MetricId id);
// The number of threads of a setting that was measured; a record of another tool's may not say it.
[[nodiscard]] Cell ThreadsCell(const setting::Setting& setting);
[[nodiscard]] Fact MetricFact(const metric::Reading& reading);

}  // namespace dnntune::report
