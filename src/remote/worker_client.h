// SPDX-License-Identifier: Apache-2.0
// A worker behind an agent, as the connection's thread speaks to it; only for .cpp files of remote.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "remote/agent_client.h"

namespace dnntune::remote {

struct WorkerIdentity {
  std::uint32_t handle;  // the agent's
  std::string engine;
  Seconds timeout;  // of an answer, past the budget of what was asked
};

class WorkerClient final : public engine::Worker {
 public:
  using Wire = protocol::wire::Worker;

  WorkerClient(AgentClient& agent, Wire::Client worker, WorkerIdentity identity)
      : agent_(agent), worker_(kj::mv(worker)), identity_(std::move(identity)) {}
  ~WorkerClient() noexcept override;
  WorkerClient(const WorkerClient&) = delete;
  WorkerClient& operator=(const WorkerClient&) = delete;

  [[nodiscard]] Result<engine::SessionInfo> Open(const engine::OpenRequest& request) override;
  Result<void> Close(engine::SessionId session) override;
  Result<void> SetTensor(const std::string& name, engine::Tensor tensor) override;
  [[nodiscard]] Result<engine::Tensor> GetTensor(const std::string& name) override;
  [[nodiscard]] Result<std::vector<engine::TensorInfo>> Prime(engine::SessionId session) override;
  [[nodiscard]] Result<engine::BatchResult> Measure(const engine::Batch& batch) override;
  [[nodiscard]] Result<std::vector<engine::TraceEvent>> Trace(engine::SessionId session, std::uint32_t runs) override;
  [[nodiscard]] Result<metric::Readings> Usage() override;

 private:
  template <typename Results>
  Result<capnp::Response<Results>> Call(capnp::RemotePromise<Results> promise, Seconds budget = Seconds(0));

  AgentClient& agent_;
  Wire::Client worker_;
  WorkerIdentity identity_;
  std::optional<Error> dead_;
};

}  // namespace dnntune::remote
