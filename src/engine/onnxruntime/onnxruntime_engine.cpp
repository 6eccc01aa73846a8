// SPDX-License-Identifier: Apache-2.0
#include "engine/onnxruntime/onnxruntime_engine.h"

#include <optional>

#include "engine/capability.h"
#include "engine/onnxruntime/onnxruntime_session.h"
#include "engine/thread_count.h"

namespace dnntune::engine {
namespace {

// An ONNX model of one Identity over one number: IR version 8, opset 13.
constexpr std::string_view kIdentity =
    "\x08\x08:7\x0a\x10\x0a\x01x\x12\x01y\"\x08Identity\x12\x01gZ\x0f\x0a\x01x\x12\x0a\x0a\x08\x08\x01\x12\x04\x0a\x02\x08\x01"
    "b\x0f\x0a\x01y\x12\x0a\x0a\x08\x08\x01\x12\x04\x0a\x02\x08\x01"
    "B\x02\x10\x0d";

class OnnxRuntimeEngine final : public Engine {
 public:
  explicit OnnxRuntimeEngine(std::string version) : version_(std::move(version)) {}

  [[nodiscard]] EngineInfo Describe() const override { return DescribeAs("onnxruntime", version_); }

  // Nothing tells the number but the threads of a session that was given none.
  [[nodiscard]] Result<int> OwnThreads(const setting::Setting& /*setting*/) override {
    return CatchOrt(ErrorCode::kUnavailable, "the engine's own number of threads", []() -> Result<int> {
      const Ort::Env env(ORT_LOGGING_LEVEL_FATAL, "dnntune");
      Ort::SessionOptions options;
      options.SetInterOpNumThreads(1);
      const int before = ThreadCount();
      const Ort::Session session(env, kIdentity.data(), kIdentity.size(), options);
      return ThreadCount() - before + 1;  // the caller is one of them
    });
  }

  [[nodiscard]] Result<std::unique_ptr<Session>> Open(const OpenRequest& request) override {
    ASSIGN_OR_RETURN(ModelSource source, sources_.For(request));
    const int threads = request.setting.threads.value();
    if (!env_) MakeEnvironment(threads);
    return OnnxRuntimeSession::Make(*env_, std::move(source), request.setting, threads == pool_threads_);
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
