// SPDX-License-Identifier: Apache-2.0
#include "cli/in_process_workers.h"

#include <sched.h>

#include <cerrno>
#include <cstring>

#include "engine/local_worker.h"
#include "engine/onnxruntime/onnxruntime_engine.h"

namespace dnntune::cli {
namespace {

Result<void> PinTo(const std::vector<int>& cores, const std::string& name) {
  if (cores.empty()) return {};
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const int core : cores) CPU_SET(static_cast<std::size_t>(core), &set);
  if (::sched_setaffinity(0, sizeof set, &set) == 0) return {};
  return Fail(ErrorCode::kUnavailable, "cannot run on cores '" + name + "': " + std::strerror(errno));
}

// Memory of this process is not memory of the worker.
class SharedProcessWorker final : public engine::Worker {
 public:
  explicit SharedProcessWorker(std::unique_ptr<engine::Engine> engine) : worker_(std::move(engine)) {}

  [[nodiscard]] Result<engine::SessionInfo> Open(const engine::OpenRequest& request) override { return worker_.Open(request); }
  Result<void> Close(engine::SessionId session) override { return worker_.Close(session); }
  Result<void> SetTensor(const std::string& name, engine::Tensor tensor) override {
    return worker_.SetTensor(name, std::move(tensor));
  }
  [[nodiscard]] Result<engine::Tensor> GetTensor(const std::string& name) override { return worker_.GetTensor(name); }
  [[nodiscard]] Result<std::vector<engine::TensorInfo>> Prime(engine::SessionId session) override { return worker_.Prime(session); }
  [[nodiscard]] Result<engine::BatchResult> Measure(const engine::Batch& batch) override { return worker_.Measure(batch); }
  [[nodiscard]] Result<std::vector<engine::TraceEvent>> Trace(engine::SessionId session, std::uint32_t runs) override {
    return worker_.Trace(session, runs);
  }
  [[nodiscard]] Result<engine::WorkerUsage> Usage() override {
    const auto memory = metric::Quantity<Bytes>::Unavailable("the engine shares dnntune's process in this version");
    return engine::WorkerUsage{.peak_memory = memory, .memory = memory};
  }

 private:
  engine::LocalWorker worker_;
};

}  // namespace

Result<std::unique_ptr<InProcessWorkers>> InProcessWorkers::Make() {
  ASSIGN_OR_RETURN(const auto engine, engine::MakeOnnxRuntimeEngine());
  return std::unique_ptr<InProcessWorkers>(new InProcessWorkers(engine->Describe().version));
}

Result<std::unique_ptr<engine::Worker>> InProcessWorkers::Start(const engine::Setting& setting) {
  TRY(PinTo(setting.cores, setting.cores_name));
  ASSIGN_OR_RETURN(auto engine, engine::MakeOnnxRuntimeEngine());
  return std::make_unique<SharedProcessWorker>(std::move(engine));
}

}  // namespace dnntune::cli
