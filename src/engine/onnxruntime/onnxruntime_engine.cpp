// SPDX-License-Identifier: Apache-2.0
#include "engine/onnxruntime/onnxruntime_engine.h"

#include <optional>

#include "engine/capability.h"
#include "engine/onnxruntime/onnxruntime_session.h"

namespace dnntune::engine {
namespace {

class OnnxRuntimeEngine final : public Engine {
 public:
  explicit OnnxRuntimeEngine(std::string version) : version_(std::move(version)) {}

  [[nodiscard]] EngineInfo Describe() const override { return DescribeAs("onnxruntime", version_); }

  [[nodiscard]] Result<std::unique_ptr<Session>> Open(const OpenRequest& request) override {
    ASSIGN_OR_RETURN(ModelSource source, sources_.For(request));
    if (!env_) MakeEnvironment(request.setting.threads);
    return OnnxRuntimeSession::Make(*env_, std::move(source), request.setting, request.setting.threads == pool_threads_);
  }

  [[nodiscard]] const Clock& clock() const override { return clock_; }

 private:
  // One pool of threads for all sessions. Each with a pool of its own would leave the threads of the last one spinning while the
  // next is timed: on two cores a slice then took up to five times as long as alone.
  void MakeEnvironment(int threads) {
    Ort::ThreadingOptions pool;
    pool.SetGlobalIntraOpNumThreads(threads);
    pool.SetGlobalInterOpNumThreads(1);
    env_.emplace(pool, ORT_LOGGING_LEVEL_FATAL, "dnntune");
    pool_threads_ = threads;
  }

  std::string version_;
  std::optional<Ort::Env> env_;
  int pool_threads_ = 0;
  SteadyClock clock_;
  ModelSources sources_;
};

}  // namespace

Result<std::unique_ptr<Engine>> MakeOnnxRuntimeEngine() {
  ASSIGN_OR_RETURN(std::string version, LoadOnnxRuntime());
  return std::make_unique<OnnxRuntimeEngine>(std::move(version));
}

}  // namespace dnntune::engine
