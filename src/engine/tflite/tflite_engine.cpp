// SPDX-License-Identifier: Apache-2.0
#include "engine/tflite/tflite_engine.h"

#include "engine/tflite/tflite_session.h"

namespace dnntune::engine {
namespace {

class TfliteEngine final : public Engine {
 public:
  explicit TfliteEngine(const TfLiteApi& api) : api_(api) {}

  [[nodiscard]] EngineInfo Describe() const override {
    return {"tflite",
            api_.Version(),
            {{"format", "tflite", true, ".tflite files, sliced at any tensor; of custom operators those that XNNPACK knows"},
             {"unit", "cpu", true, "XNNPACK or built-in kernels"},
             {"unit", "gpu", false, "this build of TensorFlow Lite has no GPU delegate"},
             {"library", "xnnpack", true, "the default; operators that it has not run on built-in kernels"},
             {"library", "builtin", true, "TensorFlow Lite's own kernels"},
             {"precision", "fp32", true, "as in the file"}}};
  }

  [[nodiscard]] Result<std::unique_ptr<Session>> Open(const OpenRequest& request) override {
    ASSIGN_OR_RETURN(ModelSource source, sources_.For(request));
    return TfliteSession::Make(api_, std::move(source), request.setting);
  }

  [[nodiscard]] const Clock& clock() const override { return clock_; }

 private:
  const TfLiteApi& api_;
  SteadyClock clock_;
  ModelSources sources_;
};

}  // namespace

Result<std::unique_ptr<Engine>> MakeTfliteEngine() {
  ASSIGN_OR_RETURN(const TfLiteApi* api, LoadTfLite());
  return std::make_unique<TfliteEngine>(*api);
}

}  // namespace dnntune::engine
