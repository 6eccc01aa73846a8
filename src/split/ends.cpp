// SPDX-License-Identifier: Apache-2.0
#include "split/ends.h"

#include "engine/noise.h"

namespace dnntune::split {
namespace {

Result<engine::SessionId> OpenAndPrime(engine::Worker& worker, const engine::Subject& subject, engine::OpenRequest request) {
  request.model = subject.model_id;
  request.setting = subject.setting;
  ASSIGN_OR_RETURN(const engine::SessionInfo session, worker.Open(request));
  TRY(worker.Prime(session.id));
  return session.id;
}

}  // namespace

Names NamesOf(const graph::Graph& graph, std::span<const graph::TensorId> ids) {
  Names names;
  for (const graph::TensorId id : ids) names.push_back(graph.tensors()[id].name);
  return names;
}

Result<Ends> Ends::Start(const Stage& stage) {
  Ends ends(stage);
  ends.carrier_ = Carriers().front().make();
  ASSIGN_OR_RETURN(ends.device_, stage.device.workers.Start(stage.device.setting));
  ASSIGN_OR_RETURN(ends.cloud_, stage.cloud.workers.Start(stage.cloud.setting));
  TRY(engine::SetNoiseInputs(stage.device.graph, *ends.device_));
  return ends;
}

Result<engine::SessionId> Ends::OpenOnDevice(engine::OpenRequest request) {
  return OpenAndPrime(*device_, stage_->device, std::move(request));
}

Result<engine::SessionId> Ends::OpenInCloud(engine::OpenRequest request) {
  request.before = adapter_.OnArrival(request.inputs);
  request.after = adapter_.OnReturn(request.outputs);
  return OpenAndPrime(*cloud_, stage_->cloud, std::move(request));
}

Result<engine::SessionId> Ends::OpenWholeInCloud(const Names& inputs, const Names& outputs) {
  return OpenAndPrime(*cloud_, stage_->cloud, {.before = adapter_.OnArrival(inputs), .after = adapter_.OnReturn(outputs)});
}

Result<void> Ends::Send(const Names& names) {
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(engine::Tensor tensor, device_->GetTensor(name));
    ASSIGN_OR_RETURN(engine::Tensor arrived, carrier_->Carry(std::move(tensor)));
    TRY(cloud_->SetTensor(adapter_.NameOfDevice(name), adapter_.Reshaped(name, std::move(arrived))));
  }
  return {};
}

Result<engine::Tensor> Ends::Fetch(const std::string& name) {
  ASSIGN_OR_RETURN(engine::Tensor tensor, cloud_->GetTensor(adapter_.NameOfDevice(name)));
  ASSIGN_OR_RETURN(engine::Tensor arrived, carrier_->Carry(std::move(tensor)));
  return adapter_.ReshapedBack(name, std::move(arrived));
}

}  // namespace dnntune::split
