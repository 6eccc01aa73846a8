// SPDX-License-Identifier: Apache-2.0
// Measures what a model costs, whole and layer by layer, on one device with one setting.
#pragma once

#include "engine/worker.h"
#include "profiler/sink.h"
#include "profiler/task.h"
#include "record/profile.h"

namespace dnntune::profiler {

// Measures in this order: the whole model, every layer as a slice, the whole model again to see drift, the engine's own trace.
// Layers that cannot be measured are recorded as failed. `resume_from`, if not null, is an earlier profile whose complete parts are
// kept. Errors: kBadInput for a model or an earlier profile that does not fit; kInterrupted after Ctrl-C, when what was measured
// has been saved; kMeasurement when no worker can be started; the sink's.
[[nodiscard]] Result<record::Profile> ProfileModel(const Task& task, Sink& sink, const record::Profile* resume_from = nullptr);

// The whole model by itself.
struct Bench {
  record::Profile profile;  // without layers and trace
  metric::Quantity<Seconds> load_time;
};
[[nodiscard]] Result<Bench> BenchModel(const Task& task, Sink& sink);

}  // namespace dnntune::profiler
