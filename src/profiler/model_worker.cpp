// SPDX-License-Identifier: Apache-2.0
#include "profiler/model_worker.h"

#include "engine/noise.h"

namespace dnntune::profiler {

Result<ModelWorker> ModelWorker::Start(const Plan& plan, engine::WorkerFactory& factory) {
  ASSIGN_OR_RETURN(auto worker, factory.Start(plan.setting));
  if (auto set = engine::SetNoiseInputs(plan.graph, *worker); !set) return Fail(std::move(set).error().Context(plan.model.name));
  return ModelWorker(plan, std::move(worker));
}

Result<engine::SessionInfo> ModelWorker::Open(Part& part) {
  ASSIGN_OR_RETURN(auto info, worker_->Open({plan_->model_id, part.inputs, part.outputs, plan_->setting}));
  TRY(worker_->Prime(info.id));
  part.session = info.id;
  return info;
}

Result<void> ModelWorker::FillOutputs(const Part& part) {
  for (const std::string& name : part.outputs) {
    const auto id = plan_->graph.FindTensor(name);
    if (!id) continue;
    // What stays unset makes the layers that read it fail with a reason of their own; only a dead worker ends the attempt.
    const auto set = engine::SetNoise(plan_->graph.tensors()[*id], *worker_);
    if (!set && set.error().code == ErrorCode::kMeasurement) return Fail(set.error());
  }
  return {};
}

}  // namespace dnntune::profiler
