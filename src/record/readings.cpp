// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "metric/statistics.h"
#include "record/profile.h"

namespace dnntune::record {
namespace {

using metric::MetricId;
using metric::MetricKind;

std::vector<double> InSeconds(const Latency& latency) {
  std::vector<double> seconds;
  for (const Seconds sample : latency.samples) seconds.push_back(sample.count());
  return seconds;
}

metric::Quantity<Bytes> ModelMemoryOf(const metric::Readings& readings) {
  using Memory = metric::Quantity<Bytes>;
  const Memory peak = readings.Get<Bytes>(MetricId::kPeakMemory);
  const Memory library = readings.Get<Bytes>(MetricId::kLibraryMemory);
  if (!peak.IsAvailable()) return Memory::Unavailable(peak.reason());
  if (!library.IsAvailable()) return Memory::Unavailable(library.reason());
  return Memory::Of(peak.value() - library.value(), peak.source());
}

}  // namespace

const Cost* CostOf(const Profile& profile, std::string_view layer) {
  const auto find = [&](std::string_view name, bool of_operator) -> const Cost* {
    const auto row = std::ranges::find_if(
        profile.costs, [&](const LayerCost& one) { return one.layer == name && one.of_operator == of_operator; });
    return row == profile.costs.end() ? nullptr : &row->cost;
  };
  if (const Cost* own = find(layer, false)) return own;
  const auto id = profile.graph.FindLayer(layer);
  if (!id || profile.graph.layers()[*id].operators.size() != 1) return nullptr;
  return find(profile.graph.operators()[profile.graph.layers()[*id].operators.front()].name, true);
}

metric::Quantity<Seconds> LatencyOf(const Cost& cost) {
  if (!cost.failure.empty()) return metric::Quantity<Seconds>::Unavailable(cost.failure);
  if (cost.latency.samples.empty()) return metric::Quantity<Seconds>::Unavailable("no sample was taken");
  return metric::MedianTime(InSeconds(cost.latency), cost.latency.source);
}

metric::Quantity<Joules> EnergyOf(const Cost& cost) {
  return cost.readings.Get<Joules>(MetricId::kEnergy);
}

metric::Readings ReadingsOf(const Cost& cost) {
  metric::Readings readings;
  readings.Set(MetricId::kLatency, LatencyOf(cost));
  for (const metric::Metric& metric : metric::Metrics()) {
    if (metric.kind == MetricKind::kAmount) readings.Set(metric.id, cost.readings.Get(metric.id));
  }
  return readings;
}

metric::Readings ReadingsOf(const Profile& profile) {
  metric::Readings readings = NoReadings("the whole model was not measured");
  if (profile.whole) {
    for (const metric::Reading& reading : ReadingsOf(*profile.whole)) readings.Set(reading);
  }
  for (const metric::Metric& metric : metric::Metrics()) {
    if (metric.kind == MetricKind::kLevel) readings.Set(metric.id, profile.readings.Get(metric.id));
  }
  readings.Set(MetricId::kModelMemory, ModelMemoryOf(profile.readings));
  return readings;
}

metric::Readings NoReadings(const std::string& why) {
  metric::Readings readings;
  for (const metric::Metric& metric : metric::Metrics()) {
    if (IsShownOfSettings(metric)) readings.Set(metric.id, metric::Quantity<double>::Unavailable(why));
  }
  return readings;
}

metric::Readings StatisticsOf(const Latency& latency) {
  const std::vector<double> samples = InSeconds(latency);
  metric::Readings readings;
  const auto set = [&](MetricId id, double value) {
    readings.Set(id, metric::Quantity<double>::Of(value, metric::Source::kMeasured));
  };
  set(MetricId::kLatencyLeast, metric::Quantile(samples, 0));
  set(MetricId::kLatencyP90, metric::Quantile(samples, 0.9));
  set(MetricId::kLatencyP99, metric::Quantile(samples, 0.99));
  set(MetricId::kLatencySamples, static_cast<double>(samples.size()));
  return readings;
}

}  // namespace dnntune::record
