// SPDX-License-Identifier: Apache-2.0
#include "engine/tensorflow/tensorflow_engine.h"

#include "engine/capability.h"
#include "engine/tensorflow/tensorflow_session.h"

namespace dnntune::engine {
namespace {

TensorFlowProcess ProcessFor(const setting::Setting& setting) {
  return {setting.library, setting.threads};
}

class TensorFlowEngine final : public Engine {
 public:
  [[nodiscard]] EngineInfo Describe() const override { return DescribeAs("tensorflow", TensorFlowVersion()); }

  Result<void> LoadLibrary(const setting::Setting& setting) override {
    TRY(LoadTensorFlow(ProcessFor(setting)));
    return {};
  }

  [[nodiscard]] Result<int> OwnThreads(const setting::Setting& setting) override {
    ASSIGN_OR_RETURN(const TensorFlowApi* api, LoadTensorFlow({setting.library, std::nullopt}));
    if (const auto settled = TensorFlowThreads()) return *settled;
    ASSIGN_OR_RETURN(const int threads, TensorFlowSession::OwnThreads(*api, setting));
    TRY(LoadTensorFlow({setting.library, threads}));  // the pool is there now
    return threads;
  }

  [[nodiscard]] Result<std::unique_ptr<Session>> Open(const OpenRequest& request) override {
    ASSIGN_OR_RETURN(const ModelSource source, sources_.For(request));
    ASSIGN_OR_RETURN(const TensorFlowApi* api, LoadTensorFlow(ProcessFor(request.setting)));
    return TensorFlowSession::Make(*api, source, request.setting);
  }

  [[nodiscard]] const Clock& clock() const override { return clock_; }

 private:
  SteadyClock clock_;
  ModelSources sources_;
};

}  // namespace

Result<std::unique_ptr<Engine>> MakeTensorFlowEngine() {
  TRY(FindTensorFlow());
  return std::make_unique<TensorFlowEngine>();
}

}  // namespace dnntune::engine
