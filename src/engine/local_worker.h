// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "engine/worker.h"
#include "meter/instruments.h"
#include "meter/resident_memory.h"

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
  [[nodiscard]] Result<metric::Readings> Usage() override;
  // The engine's own number of threads for the setting on the CPUs that this process may use; asked once.
  [[nodiscard]] Result<int> OwnThreads(const setting::Setting& setting);

 private:
  [[nodiscard]] std::vector<TensorInfo> Known(const std::vector<std::string>& names) const;
  // A tensor as it was when a session was bound to its bytes.
  struct Bound {
    std::string name;
    const std::byte* bytes;
    graph::DType dtype;
    std::vector<std::int64_t> shape;
  };
  struct Opened {
    std::unique_ptr<Session> session;
    double slowdown = 1;
    std::optional<std::vector<Bound>> bound{};  // nothing: not primed
  };
  Result<void> LoadLibrary(const setting::Setting& setting);
  Result<std::unique_ptr<Session>> OpenModel(const OpenRequest& request);
  Result<Opened*> Find(SessionId session);
  Result<Opened*> FindPrimed(SessionId session);
  void Bind(Opened& opened) const;
  bool IsStill(const Bound& bound) const;

  std::unique_ptr<Engine> engine_;
  meter::Instruments instruments_;
  meter::ResidentMemory memory_;
  std::map<SessionId, Opened> sessions_;
  SessionId next_ = 1;
  TensorStore tensors_;
  metric::Quantity<Bytes> library_memory_ = metric::Quantity<Bytes>::Unavailable("no model has been opened");
  bool has_loaded_library_ = false;
  std::optional<int> own_threads_;
};

}  // namespace dnntune::engine
