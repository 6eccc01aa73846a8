// SPDX-License-Identifier: Apache-2.0
#include "profiler/throttled.h"

#include <fmt/format.h>

namespace dnntune::profiler {

using metric::MetricId;

void Throttled::Add(const metric::Readings& batch) {
  const auto periods = batch.Get(MetricId::kQuotaPeriods);
  const auto held = batch.Get(MetricId::kThrottledPeriods);
  if (!periods.IsAvailable() || !held.IsAvailable()) return;
  periods_ += periods.value();
  held_ += held.value();
}

std::string Throttled::Note() const {
  if (held_ <= 0) return "";
  return fmt::format("the CPU quota was spent in {:g} of {:g} periods while samples were taken: the times have waits in them",
                     held_, periods_);
}

}  // namespace dnntune::profiler
