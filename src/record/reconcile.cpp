// SPDX-License-Identifier: Apache-2.0
#include "record/reconcile.h"

namespace dnntune::record {
namespace {

using Time = metric::Quantity<Seconds>;
using metric::Source;

Time MedianOf(const Cost& cost, const std::string& name) {
  const Time latency = LatencyOf(cost);
  return latency.IsAvailable() ? latency : Time::Unavailable(name + ": " + latency.reason());
}

Time SumOfTrace(const std::vector<TraceRow>& trace) {
  if (trace.empty()) return Time::Unavailable("no trace was taken");
  Seconds sum{0};
  for (const TraceRow& row : trace) sum += row.median;
  return Time::Of(sum, Source::kMeasured);
}

Time SumOfLayers(const Profile& profile) {
  if (profile.costs.empty()) return Time::Unavailable("no layer was measured");
  Seconds sum{0};
  for (const LayerCost& cost : profile.costs) {
    const Time median = MedianOf(cost.cost, cost.layer);
    if (!median.IsAvailable()) return median;
    sum += median.value();
  }
  return Time::Of(sum, Source::kModelled);
}

Time ResidueOf(const Time& whole, const Time& layers) {
  if (!whole.IsAvailable()) return Time::Unavailable(whole.reason());
  if (!layers.IsAvailable()) return Time::Unavailable(layers.reason());
  return Time::Of(whole.value() - layers.value(), Source::kModelled);
}

}  // namespace

Reconciliation Reconcile(const Profile& profile) {
  Reconciliation result;
  result.whole = profile.whole ? MedianOf(*profile.whole, "whole model") : Time::Unavailable("the whole model was not measured");
  result.layers = SumOfLayers(profile);
  result.trace = SumOfTrace(profile.trace);
  result.residue = ResidueOf(result.whole, result.layers);
  return result;
}

}  // namespace dnntune::record
