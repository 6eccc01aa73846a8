// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "profiler/model_worker.h"
#include "profiler/sampling.h"

namespace dnntune::profiler {

// The layers of the task's graph as parts, in model order.
[[nodiscard]] std::vector<Part> LayerParts(const graph::Graph& graph);

// Measures layers as slices, each reading what its predecessors left in the worker. A layer that cannot be opened, or whose worker
// dies or hangs, is recorded as failed, and the others go on in a fresh worker.
class LayerRun {
 public:
  // What is referred to must outlive the run. `worker` may be given; else one is started.
  LayerRun(const Task& task, std::vector<Part>& layers) : task_(task), layers_(layers) {}

  // kInterrupted after Ctrl-C; other errors: no worker can be started, or the sink's.
  Result<void> Run(std::optional<ModelWorker>& worker, const Sampling& sampling);
  // Whether the worker is another than the one that was given, in which nothing but layers is open.
  [[nodiscard]] bool HasRestarted() const { return has_restarted_; }
  // Deaths of workers that no single layer could be blamed for, each with its reason.
  [[nodiscard]] const std::vector<std::string>& incidents() const { return incidents_; }

 private:
  Result<void> Attempt(std::optional<ModelWorker>& worker, const Sampling& sampling);
  Result<void> Prepare(std::optional<ModelWorker>& worker);
  Result<void> OpenLayer(ModelWorker& worker, Part& layer);
  Result<void> FindCulprit(std::optional<ModelWorker>& worker, const std::string& reason);
  Result<void> SampleTogether(ModelWorker& worker, const Sampling& sampling);
  Result<void> SampleOneByOne(ModelWorker& worker, const Sampling& sampling);
  Result<void> SampleParts(ModelWorker& worker, const std::vector<Part*>& parts, Sampling sampling, std::size_t warm_up_rounds);
  [[nodiscard]] std::vector<Part*> OpenLayers();
  [[nodiscard]] bool HasUnfinished() const;

  const Task& task_;
  std::vector<Part>& layers_;
  std::vector<std::string> incidents_;
  Seconds spent_{0};
  bool has_restarted_ = false;
  bool is_fatal_ = false;  // no worker can be started, or the sink failed: trying again is of no use
};

}  // namespace dnntune::profiler
