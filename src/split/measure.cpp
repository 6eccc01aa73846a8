// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>
#include <utility>

#include "base/clock.h"
#include "metric/statistics.h"
#include "profiler/sampling.h"
#include "split/split.h"

namespace dnntune::split {
namespace {

constexpr double kWarmUpShare = 0.2;  // of the budget

using Parts = std::vector<profiler::Part*>;

// The open parts of one end, of all splits that run.
Parts PartsOf(std::vector<Split>& splits, profiler::Part Split::*part) {
  Parts parts;
  for (Split& split : splits) {
    if (split.failure.empty() && (split.*part).session) parts.push_back(&(split.*part));
  }
  return parts;
}

void Append(engine::BatchResult part, engine::BatchResult& all) {
  std::ranges::move(part.samples, std::back_inserter(all.samples));
  std::ranges::move(part.preempted, std::back_inserter(all.preempted));
  all.window.end += part.window.Length();
}

// A batch of sessions of which the first `heads` are the device's and the others the cloud's: one end after the other.
Result<engine::BatchResult> MeasureByTurns(Ends& ends, std::size_t heads, const engine::Batch& batch) {
  const auto middle = batch.sessions.begin() + static_cast<std::ptrdiff_t>(heads);
  engine::BatchResult all;
  if (heads > 0) {
    ASSIGN_OR_RETURN(auto part, ends.device().Measure({{batch.sessions.begin(), middle}, batch.rounds, batch.budget}));
    Append(std::move(part), all);
  }
  if (middle != batch.sessions.end()) {
    ASSIGN_OR_RETURN(auto part, ends.cloud().Measure({{middle, batch.sessions.end()}, batch.rounds, batch.budget}));
    Append(std::move(part), all);
  }
  return all;
}

Result<void> SampleAll(Ends& ends, std::vector<Split>& splits, const Stage& stage) {
  Parts parts = PartsOf(splits, &Split::head);
  const std::size_t heads = parts.size();
  std::ranges::copy(PartsOf(splits, &Split::tail), std::back_inserter(parts));
  if (parts.empty()) return {};
  const profiler::Measure measure = [&](const engine::Batch& batch) { return MeasureByTurns(ends, heads, batch); };
  stage.progress.At({0, 0, "warming up"});
  profiler::Sampling sampling{.rule = stage.profiling, .budget = stage.profiling.budget, .round_time = {}, .after_batch = {}};
  ASSIGN_OR_RETURN(sampling.round_time, profiler::WarmUp(measure, parts, sampling.budget * kWarmUpShare));
  sampling.after_batch = [&](const profiler::AfterBatch& after) -> Result<void> {
    stage.progress.At({0, 0, "timing heads and tails by turns", after.spent, after.to_go});
    return {};
  };
  return profiler::Sample(measure, parts, sampling);
}

metric::Quantity<Seconds> Time(const profiler::Part& part, bool present, const char* absent) {
  if (!present) return metric::Quantity<Seconds>::Unavailable(absent);
  if (part.samples.empty()) return metric::Quantity<Seconds>::Unavailable("the time budget ended before the first sample");
  return metric::MedianTime(part.samples, metric::Source::kMeasured);
}

PartTimes TimesOf(const Split& split) {
  PartTimes times{.device = Time(split.head, split.edges.has_head, "nothing runs on the device"),
                  .cloud = Time(split.tail, split.edges.has_tail, "nothing runs in the cloud"),
                  .difference = split.differences.from_cloud,
                  .from_device = split.differences.from_device,
                  .failure = split.failure};
  if (!split.failure.empty()) times.device = times.cloud = metric::Quantity<Seconds>::Unavailable(split.failure);
  return times;
}

Result<SplitTimes> AllFailed(const Error& error, std::size_t deployments) {
  if (error.code == ErrorCode::kInterrupted) return Fail(ErrorCode::kInterrupted, "interrupted during the proof runs");
  const auto none = metric::Quantity<Seconds>::Unavailable(error.message);
  return SplitTimes{.deployments = std::vector<PartTimes>(deployments, {.device = none, .cloud = none, .failure = error.message})};
}

// Opens every deployment that has not failed. A worker that one takes down is replaced and all are opened anew, so that it fails
// alone.
Result<std::vector<Split>> OpenAll(const Stage& stage, std::span<const Names> heads, Ends& ends, const Reference& reference) {
  const SteadyClock clock;
  const Nanoseconds start = clock.Now();
  std::vector<Split> splits(heads.size());
  for (std::size_t i = 0; i < heads.size();) {
    stage.progress.At({i, heads.size(), "comparing with the whole model", Seconds(clock.Now() - start), {}, "deployments"});
    if (splits[i].failure.empty()) {
      ASSIGN_OR_RETURN(splits[i], OpenSplit(stage.device.graph, heads[i], ends, reference));
    }
    const bool is_lost = std::exchange(splits[i].took_worker, false);
    if (is_lost) {
      ASSIGN_OR_RETURN(ends, Ends::Start(stage));
    }
    i = is_lost ? 0 : i + 1;
  }
  return splits;
}

}  // namespace

Result<SplitTimes> MeasureSplits(const Stage& stage, std::span<const Names> heads) {
  auto ends = Ends::Start(stage);
  if (!ends) return AllFailed(ends.error(), heads.size());
  const auto reference = Reference::Run(stage.device.graph, *ends, stage);
  if (!reference) return AllFailed(Error(reference.error()).Context("the whole model did not run to compare with"), heads.size());
  auto splits = OpenAll(stage, heads, *ends, *reference);
  if (!splits && splits.error().code == ErrorCode::kBadInput) return Fail(std::move(splits).error());
  if (!splits) return AllFailed(splits.error(), heads.size());
  if (auto sampled = SampleAll(*ends, *splits, stage); !sampled) {
    if (sampled.error().code == ErrorCode::kInterrupted) return AllFailed(sampled.error(), heads.size());
    for (Split& split : *splits) {
      if (split.failure.empty()) split.failure = sampled.error().message;
    }
  }
  SplitTimes times{.deployments = {}, .repeat = reference->repeat()};
  for (const Split& split : *splits) times.deployments.push_back(TimesOf(split));
  return times;
}

}  // namespace dnntune::split
