// SPDX-License-Identifier: Apache-2.0
#include "profiler/by_turns.h"

#include <functional>
#include <utility>
#include <vector>

namespace dnntune::profiler {
namespace {

class TurnWorker final : public engine::Worker {
 public:
  TurnWorker(engine::WorkerFactory& factory, setting::Setting setting, Turn& turn)
      : factory_(factory), setting_(std::move(setting)), turn_(turn) {
    turn_.OnParting(this, [this] { worker_.reset(); });
  }
  ~TurnWorker() override { turn_.OnParting(this, {}); }
  TurnWorker(const TurnWorker&) = delete;
  TurnWorker& operator=(const TurnWorker&) = delete;

  Result<void> Start() {
    ASSIGN_OR_RETURN(worker_, factory_.Start(setting_));
    return {};
  }

  Result<engine::SessionInfo> Open(const engine::OpenRequest& request) override {
    TRY(Return());
    ASSIGN_OR_RETURN(engine::SessionInfo info, worker_->Open(request));
    told_.emplace_back([request, id = info.id](engine::Worker& worker) -> Result<void> {
      ASSIGN_OR_RETURN(const engine::SessionInfo again, worker.Open(request));
      if (again.id == id) return {};
      return Fail(ErrorCode::kMeasurement, "a worker that was started anew numbers its sessions otherwise");
    });
    return info;
  }
  Result<void> Close(engine::SessionId session) override {
    TRY(Return());
    TRY(worker_->Close(session));
    told_.emplace_back([session](engine::Worker& worker) { return worker.Close(session); });
    return {};
  }
  Result<void> SetTensor(const std::string& name, engine::Tensor tensor) override {
    TRY(Return());
    auto kept = std::make_shared<const engine::Tensor>(engine::CopyOf(tensor));
    TRY(worker_->SetTensor(name, std::move(tensor)));
    told_.emplace_back([name, kept](engine::Worker& worker) { return worker.SetTensor(name, engine::CopyOf(*kept)); });
    return {};
  }
  Result<engine::Tensor> GetTensor(const std::string& name) override {
    TRY(Return());
    return worker_->GetTensor(name);
  }
  Result<std::vector<engine::TensorInfo>> Prime(engine::SessionId session) override {
    TRY(Return());
    ASSIGN_OR_RETURN(auto outputs, worker_->Prime(session));
    told_.emplace_back([session](engine::Worker& worker) -> Result<void> {
      TRY(worker.Prime(session));
      return {};
    });
    return outputs;
  }
  Result<engine::BatchResult> Measure(const engine::Batch& batch) override {
    const bool disturbed = turn_.Pass();
    TRY(Return());
    if (!disturbed) return worker_->Measure(batch);
    ASSIGN_OR_RETURN(const auto untimed, worker_->Measure({batch.sessions, 1, batch.budget}));
    ASSIGN_OR_RETURN(auto timed, worker_->Measure(batch));
    timed.window.begin -= untimed.window.Length();  // it was spent all the same
    return timed;
  }
  Result<std::vector<engine::TraceEvent>> Trace(engine::SessionId session, std::uint32_t runs) override {
    TRY(Return());
    return worker_->Trace(session, runs);
  }
  Result<metric::Readings> Usage() override {
    TRY(Return());
    return worker_->Usage();
  }

 private:
  // Where it had to make place: starts anew and tells again what was told before.
  Result<void> Return() {
    if (worker_ != nullptr) return {};
    ASSIGN_OR_RETURN(auto worker, factory_.Start(setting_));
    for (const auto& tell : told_) {
      if (auto done = tell(*worker); !done) {
        return Fail(ErrorCode::kMeasurement, "the worker could not go on where it was: " + done.error().message);
      }
    }
    worker_ = std::move(worker);
    return {};
  }

  engine::WorkerFactory& factory_;
  setting::Setting setting_;
  Turn& turn_;
  std::unique_ptr<engine::Worker> worker_;  // null: it made place
  std::vector<std::function<Result<void>(engine::Worker&)>> told_;
};

}  // namespace

Result<std::unique_ptr<engine::Worker>> TurnWorkers::Start(const setting::Setting& setting) {
  auto worker = std::make_unique<TurnWorker>(factory_, setting, turn_);
  TRY(worker->Start());
  return worker;
}

}  // namespace dnntune::profiler
