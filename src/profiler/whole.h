// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "profiler/model_worker.h"
#include "profiler/sampling.h"

namespace dnntune::profiler {

// Every level as unavailable for that reason.
[[nodiscard]] metric::Readings NoLevels(const std::string& why);

// The whole model measured by itself.
struct Whole {
  Part part;
  metric::Quantity<Seconds> load_time;
  metric::Readings levels = NoLevels("not measured");  // of the worker, after the model was primed and run twice
};

// Opens the whole model in a worker that has run nothing else, warms it up and samples it for at most `budget`.
Result<void> MeasureWhole(const Task& task, ModelWorker& worker, Whole& whole, Sampling sampling);

}  // namespace dnntune::profiler
