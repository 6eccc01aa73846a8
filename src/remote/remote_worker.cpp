// SPDX-License-Identifier: Apache-2.0
#include "remote/remote_worker.h"

#include "remote/agent_client.h"

namespace dnntune::remote {
namespace {

// Hands every call to the connection's thread.
class RemoteWorker final : public engine::Worker {
 public:
  RemoteWorker(std::shared_ptr<Connection::State> state, std::unique_ptr<engine::Worker> client)
      : state_(std::move(state)), client_(std::move(client)) {}
  ~RemoteWorker() override {
    state_->thread.Run([this] { client_.reset(); });
  }
  RemoteWorker(const RemoteWorker&) = delete;
  RemoteWorker& operator=(const RemoteWorker&) = delete;

  [[nodiscard]] Result<engine::SessionInfo> Open(const engine::OpenRequest& request) override {
    return Run([&] { return client_->Open(request); });
  }
  Result<void> Close(engine::SessionId session) override {
    return Run([&] { return client_->Close(session); });
  }
  Result<void> SetTensor(const std::string& name, engine::Tensor tensor) override {
    return Run([&] { return client_->SetTensor(name, std::move(tensor)); });
  }
  [[nodiscard]] Result<engine::Tensor> GetTensor(const std::string& name) override {
    return Run([&] { return client_->GetTensor(name); });
  }
  [[nodiscard]] Result<std::vector<engine::TensorInfo>> Prime(engine::SessionId session) override {
    return Run([&] { return client_->Prime(session); });
  }
  [[nodiscard]] Result<engine::BatchResult> Measure(const engine::Batch& batch) override {
    return Run([&] { return client_->Measure(batch); });
  }
  [[nodiscard]] Result<std::vector<engine::TraceEvent>> Trace(engine::SessionId session, std::uint32_t runs) override {
    return Run([&] { return client_->Trace(session, runs); });
  }
  [[nodiscard]] Result<metric::Readings> Usage() override {
    return Run([&] { return client_->Usage(); });
  }

 private:
  template <typename Job>
  std::invoke_result_t<Job&> Run(Job&& job) {
    return state_->Run(std::forward<Job>(job), ErrorCode::kMeasurement);
  }

  std::shared_ptr<Connection::State> state_;
  std::unique_ptr<engine::Worker> client_;
};

}  // namespace

Result<std::unique_ptr<engine::Worker>> RemoteWorkers::Start(const setting::Setting& setting) {
  ASSIGN_OR_RETURN(auto client, state_->Run([&] { return state_->client->StartWorker(setting, timeout_); }));
  return std::make_unique<RemoteWorker>(state_, std::move(client));
}

}  // namespace dnntune::remote
