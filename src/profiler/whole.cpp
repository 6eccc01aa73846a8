// SPDX-License-Identifier: Apache-2.0
#include "profiler/whole.h"

#include <array>

namespace dnntune::profiler {
namespace {

constexpr double kWarmUpShare = 0.25;
constexpr std::uint32_t kRunsForMemory = 2;  // and priming before them; by then an engine's allocator has its full size

Result<void> ReadMemory(ModelWorker& worker, Whole& whole) {
  TRY(worker.worker().Measure({{whole.part.session.value()}, kRunsForMemory, Nanoseconds(0)}));
  const auto usage = worker.worker().Usage();
  if (usage) {
    whole.peak_memory = usage->peak_memory;
    whole.library_memory = usage->library_memory;
    return {};
  }
  whole.peak_memory = whole.library_memory = metric::Quantity<Bytes>::Unavailable(usage.error().message);
  if (usage.error().code == ErrorCode::kMeasurement) return Fail(usage.error());
  return {};
}

}  // namespace

Result<void> MeasureWhole(const Plan& plan, ModelWorker& worker, Whole& whole, Sampling sampling) {
  Part& part = whole.part;
  part.name = plan.model.name;
  part.inputs = plan.inputs;
  part.outputs = plan.outputs;
  ASSIGN_OR_RETURN(const auto info, worker.Open(part));
  whole.load_time = metric::Quantity<Seconds>::Of(info.load_time, metric::Source::kMeasured);
  TRY(ReadMemory(worker, whole));
  const std::array<Part*, 1> parts{&part};
  ASSIGN_OR_RETURN(sampling.round_time, WarmUp(MeasureOn(worker.worker()), parts, sampling.budget * kWarmUpShare));
  return Sample(MeasureOn(worker.worker()), parts, sampling);
}

}  // namespace dnntune::profiler
