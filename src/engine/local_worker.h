// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>

#include "engine/engine.h"
#include "engine/worker.h"
#include "meter/meter.h"

namespace dnntune::engine {

// The worker around an engine in this process: its sessions, its tensors and the measuring loop.
class LocalWorker final : public Worker {
 public:
  explicit LocalWorker(std::unique_ptr<Engine> engine);

  [[nodiscard]] Result<SessionInfo> Open(const OpenRequest& request) override;
  Result<void> Close(SessionId session) override;
  Result<void> SetTensor(const std::string& name, Tensor tensor) override;
  [[nodiscard]] Result<Tensor> GetTensor(const std::string& name) override;
  [[nodiscard]] Result<std::vector<TensorInfo>> Prime(SessionId session) override;
  [[nodiscard]] Result<BatchResult> Measure(const Batch& batch) override;
  [[nodiscard]] Result<std::vector<TraceEvent>> Trace(SessionId session, std::uint32_t runs) override;
  [[nodiscard]] Result<WorkerUsage> Usage() override;

 private:
  struct Opened {
    std::unique_ptr<Session> session;
    double slowdown = 1;
    bool is_primed = false;
  };
  Result<Opened*> Find(SessionId session);

  std::unique_ptr<Engine> engine_;
  std::unique_ptr<meter::Meter> meter_;
  std::map<SessionId, Opened> sessions_;
  SessionId next_ = 1;
  TensorStore tensors_;
};

}  // namespace dnntune::engine
