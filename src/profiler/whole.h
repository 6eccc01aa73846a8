// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "profiler/model_worker.h"
#include "profiler/sampling.h"

namespace dnntune::profiler {

// The whole model measured by itself.
struct Whole {
  Part part;
  metric::Quantity<Seconds> load_time;
  metric::Quantity<Bytes> peak_memory;     // after it was primed and run twice
  metric::Quantity<Bytes> library_memory;  // before it was opened
};

// Opens the whole model in a worker that has run nothing else, warms it up and samples it for at most `budget`.
Result<void> MeasureWhole(const Plan& plan, ModelWorker& worker, Whole& whole, Sampling sampling);

}  // namespace dnntune::profiler
