// SPDX-License-Identifier: Apache-2.0
#include "profiler/by_turns.h"

namespace dnntune::profiler {
namespace {

class TurnWorker final : public engine::Worker {
 public:
  TurnWorker(std::unique_ptr<engine::Worker> worker, Turn& turn) : worker_(std::move(worker)), turn_(turn) {}

  Result<engine::SessionInfo> Open(const engine::OpenRequest& request) override { return worker_->Open(request); }
  Result<void> Close(engine::SessionId session) override { return worker_->Close(session); }
  Result<void> SetTensor(const std::string& name, engine::Tensor tensor) override {
    return worker_->SetTensor(name, std::move(tensor));
  }
  Result<engine::Tensor> GetTensor(const std::string& name) override { return worker_->GetTensor(name); }
  Result<std::vector<engine::TensorInfo>> Prime(engine::SessionId session) override { return worker_->Prime(session); }
  Result<engine::BatchResult> Measure(const engine::Batch& batch) override {
    if (!turn_.Pass()) return worker_->Measure(batch);
    ASSIGN_OR_RETURN(const auto untimed, worker_->Measure({batch.sessions, 1, batch.budget}));
    ASSIGN_OR_RETURN(auto timed, worker_->Measure(batch));
    timed.elapsed += untimed.elapsed;  // it was spent all the same
    return timed;
  }
  Result<std::vector<engine::TraceEvent>> Trace(engine::SessionId session, std::uint32_t runs) override {
    return worker_->Trace(session, runs);
  }
  Result<engine::WorkerUsage> Usage() override { return worker_->Usage(); }

 private:
  std::unique_ptr<engine::Worker> worker_;
  Turn& turn_;
};

}  // namespace

Result<std::unique_ptr<engine::Worker>> TurnWorkers::Start(const setting::Setting& setting) {
  ASSIGN_OR_RETURN(auto worker, factory_.Start(setting));
  return std::make_unique<TurnWorker>(std::move(worker), turn_);
}

}  // namespace dnntune::profiler
