// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "engine/worker.h"
#include "profiler/part.h"
#include "profiler/task.h"

namespace dnntune::profiler {

// A worker that holds the model's inputs, filled with noise, and opens parts of the model.
class ModelWorker {
 public:
  // kBadInput for a model input whose shape or type is not known. `task` must outlive the worker.
  [[nodiscard]] static Result<ModelWorker> Start(const Task& task);

  // Opens and primes; sets part.session. Returns what the worker said when opening.
  Result<engine::SessionInfo> Open(Part& part);
  // Puts noise in the place of what a part that does not run would have yielded, where its shape is known.
  Result<void> FillOutputs(const Part& part);
  [[nodiscard]] engine::Worker& worker() { return *worker_; }

 private:
  ModelWorker(const Task& task, std::unique_ptr<engine::Worker> worker) : task_(&task), worker_(std::move(worker)) {}

  const Task* task_;
  std::unique_ptr<engine::Worker> worker_;
};

}  // namespace dnntune::profiler
