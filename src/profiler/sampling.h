// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>

#include "engine/worker.h"
#include "profiler/part.h"
#include "spec/spec.h"

namespace dnntune::profiler {

// Runs a batch of sessions: a worker's Measure, or several workers' by turns.
using Measure = std::function<Result<engine::BatchResult>(const engine::Batch& batch)>;
[[nodiscard]] inline Measure MeasureOn(engine::Worker& worker) {
  return [&worker](const engine::Batch& batch) { return worker.Measure(batch); };
}

// Runs the parts, all open, until their times show no trend, `most` is spent or there were `most_rounds`. Returns the median time
// of a round.
[[nodiscard]] Result<Seconds> WarmUp(const Measure& measure, std::span<Part* const> parts, Seconds most,
                                     std::size_t most_rounds = 256);

// How far the sampling of parts has come.
struct AfterBatch {
  Seconds spent;
  Seconds
      to_go;  // the most that any unfinished part still needs, by the times seen and at most the budget left; 0: all have stopped
  bool finished;                     // a part was finished by the last batch
  const metric::Readings& readings;  // of the last batch
};

// How a round of parts is sampled.
struct Sampling {
  const spec::Profiling& rule;
  Seconds budget;      // for all parts together; counts what the worker spent
  Seconds round_time;  // about, from WarmUp
  // Called after every batch.
  std::function<Result<void>(const AfterBatch&)> after_batch;
  // Asked once every part has stopped: whether to sample on within the budget. None: no.
  std::function<bool()> goes_on = {};
};

// Runs all parts round robin, in batches of about a tenth of a second, until each has stopped by WhyStop or the budget is spent,
// and sets their `stop`. Finished parts go on running, and being sampled, so that the others find the caches as before. At least
// one round is run. kInterrupted after Ctrl-C, with `stop` of the unfinished set.
Result<void> Sample(const Measure& measure, std::span<Part* const> parts, const Sampling& sampling);

}  // namespace dnntune::profiler
