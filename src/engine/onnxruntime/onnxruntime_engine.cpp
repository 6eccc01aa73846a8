// SPDX-License-Identifier: Apache-2.0
#include "engine/onnxruntime/onnxruntime_engine.h"

#include <filesystem>
#include <map>
#include <optional>

#include "engine/onnxruntime/onnxruntime_session.h"
#include "format/format.h"

namespace dnntune::engine {
namespace {

class OnnxRuntimeEngine final : public Engine {
 public:
  explicit OnnxRuntimeEngine(std::string version) : version_(std::move(version)) {}

  [[nodiscard]] EngineInfo Describe() const override {
    return {"onnxruntime",
            version_,
            {{"format", "onnx", true, ".onnx files, sliced at any tensor"},
             {"unit", "cpu", true, "MLAS kernels"},
             {"unit", "gpu", false, "this build of ONNX Runtime has the CPU provider only"},
             {"precision", "fp32", true, "as in the file"},
             {"knob", "graph_optimization", true, "none, basic, extended, all"}}};
  }

  [[nodiscard]] Result<std::unique_ptr<Session>> Open(const OpenRequest& request) override {
    if (std::error_code ignored; !std::filesystem::is_regular_file(request.model, ignored)) {
      return Fail(ErrorCode::kIo, "cannot open model " + request.model + ": no such file; check the path");
    }
    OnnxSource source{.file = request.model, .bytes = {}};
    if (!request.inputs.empty() || !request.outputs.empty()) {
      ASSIGN_OR_RETURN(const format::Model* model, Parsed(request.model));
      ASSIGN_OR_RETURN(source.bytes, model->Slice(request.inputs, request.outputs));
    }
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

  // A model is parsed once however many slices of it are opened.
  Result<const format::Model*> Parsed(const std::string& path) {
    auto found = models_.find(path);
    if (found == models_.end()) {
      format::ReadOptions options;
      options.allow_free_dimensions = true;  // a slice's true shapes come with the tensors
      ASSIGN_OR_RETURN(auto model, format::Read(path, options));
      found = models_.emplace(path, std::move(model)).first;
    }
    return found->second.get();
  }

  std::string version_;
  std::optional<Ort::Env> env_;
  int pool_threads_ = 0;
  SteadyClock clock_;
  std::map<std::string, std::unique_ptr<format::Model>> models_;
};

}  // namespace

Result<std::unique_ptr<Engine>> MakeOnnxRuntimeEngine() {
  ASSIGN_OR_RETURN(std::string version, LoadOnnxRuntime());
  return std::make_unique<OnnxRuntimeEngine>(std::move(version));
}

}  // namespace dnntune::engine
