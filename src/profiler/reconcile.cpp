// SPDX-License-Identifier: Apache-2.0
#include "profiler/reconcile.h"

namespace dnntune::profiler {
namespace {

using Time = metric::Quantity<Seconds>;
using metric::Source;

Time MedianOf(const record::Cost& cost, const std::string& name) {
  const Time latency = record::LatencyOf(cost);
  return latency.IsAvailable() ? latency : Time::Unavailable(name + ": " + latency.reason());
}

Time SumOfTrace(const std::vector<record::TraceRow>& trace) {
  if (trace.empty()) return Time::Unavailable("no trace was taken");
  Seconds sum{0};
  for (const record::TraceRow& row : trace) sum += row.median;
  return Time::Of(sum, Source::kMeasured);
}

// Fills `scaled` with what was measured.
Time SumOfLayers(const record::Profile& profile, std::vector<ReconciledLayer>& scaled) {
  if (profile.costs.empty()) return Time::Unavailable("no layer was measured");
  Seconds sum{0};
  for (const record::LayerCost& cost : profile.costs) {
    const Time median = MedianOf(cost.cost, cost.layer);
    if (!median.IsAvailable()) return median;
    sum += median.value();
    scaled.push_back({cost.layer, median.value(), Seconds(0)});
  }
  return Time::Of(sum, Source::kModelled);
}

}  // namespace

Reconciliation Reconcile(const record::Profile& profile) {
  Reconciliation result;
  result.whole = profile.whole ? MedianOf(*profile.whole, "whole model") : Time::Unavailable("the whole model was not measured");
  result.layers = SumOfLayers(profile, result.scaled);
  result.trace = SumOfTrace(profile.trace);
  if (!result.whole.IsAvailable() || !result.layers.IsAvailable() || result.layers.value().count() <= 0) {
    result.scaled.clear();
    result.residue = Time::Unavailable(result.whole.IsAvailable()
                                           ? result.layers.IsAvailable() ? "the layers take no time" : result.layers.reason()
                                           : result.whole.reason());
    return result;
  }
  result.residue = Time::Of(result.whole.value() - result.layers.value(), Source::kModelled);
  const double scale = result.whole.value() / result.layers.value();
  for (ReconciledLayer& layer : result.scaled) layer.scaled = layer.measured * scale;
  return result;
}

}  // namespace dnntune::profiler
