// SPDX-License-Identifier: Apache-2.0
#include "profiler/whole.h"

#include <array>

namespace dnntune::profiler {
namespace {

constexpr double kWarmUpShare = 0.25;
constexpr std::uint32_t kRunsForMemory = 2;  // and priming before them; by then an engine's allocator has its full size

// What a profile keeps: of the worker's usage, and of what its meters say besides.
metric::Readings LevelsOf(const metric::Readings& usage, const metric::Readings& metered) {
  metric::Readings levels;
  for (const metric::Metric& metric : metric::Metrics()) {
    if (metric.kind != metric::MetricKind::kLevel) continue;
    levels.Set(metric.id, usage.Find(metric.id) != nullptr ? usage.Get(metric.id) : metered.Get(metric.id));
  }
  return levels;
}

Result<void> ReadMemory(ModelWorker& worker, Whole& whole) {
  ASSIGN_OR_RETURN(const auto batch, worker.worker().Measure({{whole.part.session.value()}, kRunsForMemory, Nanoseconds(0)}));
  const auto usage = worker.worker().Usage();
  if (usage) {
    whole.levels = LevelsOf(*usage, batch.readings);
    return {};
  }
  whole.levels = NoLevels(usage.error().message);
  if (usage.error().code == ErrorCode::kMeasurement) return Fail(usage.error());
  return {};
}

}  // namespace

metric::Readings NoLevels(const std::string& why) {
  metric::Readings levels;
  for (const metric::Metric& metric : metric::Metrics()) {
    if (metric.kind == metric::MetricKind::kLevel) levels.Set(metric.id, metric::Quantity<double>::Unavailable(why));
  }
  return levels;
}

Result<void> MeasureWhole(const Task& task, ModelWorker& worker, Whole& whole, Sampling sampling) {
  Part& part = whole.part;
  part.name = task.model.name;
  part.inputs = task.inputs;
  part.outputs = task.outputs;
  ASSIGN_OR_RETURN(const auto info, worker.Open(part));
  whole.load_time = metric::Quantity<Seconds>::Of(info.load_time, metric::Source::kMeasured);
  TRY(ReadMemory(worker, whole));
  const std::array<Part*, 1> parts{&part};
  ASSIGN_OR_RETURN(sampling.round_time, WarmUp(MeasureOn(worker.worker()), parts, sampling.budget * kWarmUpShare));
  return Sample(MeasureOn(worker.worker()), parts, sampling);
}

}  // namespace dnntune::profiler
