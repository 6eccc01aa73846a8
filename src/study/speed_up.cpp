// SPDX-License-Identifier: Apache-2.0
#include "study/speed_up.h"

#include <cmath>
#include <random>

#include "comparison/compare.h"
#include "metric/ratio.h"

namespace dnntune::study {
using metric::Quantity;

Quantity<Ratio> SpeedUp(const record::Profile* first, const record::Profile* second) {
  for (const record::Profile* profile : {first, second}) {
    if (profile == nullptr || !profile->whole) return Quantity<Ratio>::Unavailable("one of the two was not measured");
    const auto latency = record::LatencyOf(*profile->whole);
    if (!latency.IsAvailable()) return Quantity<Ratio>::Unavailable(latency.reason());
    if (latency.value().count() <= 0) return Quantity<Ratio>::Unavailable("a latency is not positive");
  }
  std::mt19937_64 random(1);
  const auto slow = comparison::ResampledMedians(first->whole->latency, random);
  const auto fast = comparison::ResampledMedians(second->whole->latency, random);
  std::optional<metric::Interval<Ratio>> interval;
  if (!slow.empty() && !fast.empty()) {
    const auto plain = metric::RatioInterval(slow, fast, comparison::kConfidence);
    interval = {Ratio(plain.low), Ratio(plain.high)};
  }
  const Ratio ratio(record::LatencyOf(*first->whole).value() / record::LatencyOf(*second->whole).value());
  return Quantity<Ratio>::Of(ratio, metric::Source::kMeasured, interval);
}

bool IsTie(const Quantity<Ratio>& speed_up) {
  if (!speed_up.IsAvailable() || !speed_up.interval()) return true;
  if (std::abs(speed_up.value().value() - 1) < comparison::kLeastEffect) return true;
  return speed_up.interval()->low.value() <= 1 && speed_up.interval()->high.value() >= 1;
}

}  // namespace dnntune::study
