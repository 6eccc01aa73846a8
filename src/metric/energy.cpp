// SPDX-License-Identifier: Apache-2.0
#include "metric/energy.h"

namespace dnntune::metric {

Quantity<Joules> EnergyAboveIdle(const Quantity<Seconds>& time, const Quantity<Watts>& active, const Quantity<Watts>& idle) {
  if (!time.IsAvailable()) return Quantity<Joules>::Unavailable(time.reason());
  if (!active.IsAvailable()) return Quantity<Joules>::Unavailable(active.reason());
  if (!idle.IsAvailable()) return Quantity<Joules>::Unavailable(idle.reason());
  const Watts extra = active.value() - idle.value();
  std::optional<Interval<Joules>> interval;
  if (const auto& bounds = time.interval()) interval = {extra * bounds->low, extra * bounds->high};
  return Quantity<Joules>::Of(extra * time.value(), Source::kModelled, interval);
}

}  // namespace dnntune::metric
