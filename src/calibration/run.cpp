// SPDX-License-Identifier: Apache-2.0
#include "calibration/run.h"
#include "base/interrupt.h"

namespace dnntune::calibration {

Result<Run> Run::Open(const engine::Subject& subject, std::vector<std::string> outputs) {
  ASSIGN_OR_RETURN(auto worker, subject.workers.Start(subject.setting));
  engine::OpenRequest request{.model = subject.model_id, .outputs = outputs, .setting = subject.setting};
  for (const graph::TensorId input : subject.graph.inputs()) request.inputs.push_back(subject.graph.tensors()[input].name);
  ASSIGN_OR_RETURN(const engine::SessionInfo session, worker->Open(request));
  return Run(std::move(worker), session.id, std::move(outputs));
}

Result<std::vector<engine::Tensor>> Run::On(Example example) {
  if (IsInterrupted()) return Fail(ErrorCode::kInterrupted, "interrupted; nothing was written");
  for (NamedTensor& input : example) TRY(worker_->SetTensor(input.name, std::move(input.tensor)));
  TRY(worker_->Prime(session_));
  std::vector<engine::Tensor> values;
  for (const std::string& output : outputs_) {
    ASSIGN_OR_RETURN(engine::Tensor value, worker_->GetTensor(output));
    values.push_back(std::move(value));
  }
  return values;
}

}  // namespace dnntune::calibration
