// SPDX-License-Identifier: Apache-2.0
// For tests of what measures: a worker that takes all it is told, holds nothing and meters nothing. A test's own derives from it
// and says what is of interest to it.
#pragma once

#include <string>
#include <vector>

#include "engine/worker.h"

namespace dnntune::engine {

class PlainWorker : public Worker {
 public:
  Result<SessionInfo> Open(const OpenRequest&) override {
    SessionInfo info;
    info.id = sessions_++;
    return info;
  }
  Result<void> Close(SessionId) override { return {}; }
  Result<void> SetTensor(const std::string&, Tensor) override { return {}; }
  Result<Tensor> GetTensor(const std::string& name) override {
    return Fail(ErrorCode::kBadInput, "there is no tensor '" + name + "'");
  }
  Result<std::vector<TensorInfo>> Prime(SessionId) override { return std::vector<TensorInfo>{}; }
  Result<std::vector<TraceEvent>> Trace(SessionId, std::uint32_t) override { return Fail(ErrorCode::kUnavailable, "no trace"); }
  Result<metric::Readings> Usage() override { return metric::Readings(); }

 private:
  SessionId sessions_ = 0;
};

// Starts workers of one kind, each made from the same thing, which must outlive them.
template <typename Made, typename From>
class WorkersOf final : public WorkerFactory {
 public:
  explicit WorkersOf(From& from) : from_(from) {}
  Result<std::unique_ptr<Worker>> Start(const setting::Setting&) override { return std::make_unique<Made>(from_); }

 private:
  From& from_;
};

}  // namespace dnntune::engine
