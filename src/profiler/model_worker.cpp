// SPDX-License-Identifier: Apache-2.0
#include "profiler/model_worker.h"

#include "engine/noise.h"

namespace dnntune::profiler {

Result<ModelWorker> ModelWorker::Start(const Task& task) {
  ASSIGN_OR_RETURN(auto worker, task.subject.workers.Start(task.subject.setting));
  if (auto set = engine::SetNoiseInputs(task.subject.graph, *worker); !set)
    return Fail(std::move(set).error().Context(task.model.name));
  return ModelWorker(task, std::move(worker));
}

Result<engine::SessionInfo> ModelWorker::Open(Part& part) {
  ASSIGN_OR_RETURN(auto info, worker_->Open({task_->subject.model_id, part.inputs, part.outputs, task_->subject.setting}));
  TRY(worker_->Prime(info.id));
  part.session = info.id;
  return info;
}

Result<void> ModelWorker::FillOutputs(const Part& part) {
  for (const std::string& name : part.outputs) {
    const auto id = task_->subject.graph.FindTensor(name);
    if (!id) continue;
    // What stays unset makes the layers that read it fail with a reason of their own; only a dead worker ends the attempt.
    const auto set = engine::SetNoise(task_->subject.graph.tensors()[*id], *worker_);
    if (!set && set.error().code == ErrorCode::kMeasurement) return Fail(set.error());
  }
  return {};
}

}  // namespace dnntune::profiler
