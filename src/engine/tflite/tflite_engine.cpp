// SPDX-License-Identifier: Apache-2.0
#include "engine/tflite/tflite_engine.h"

#include <algorithm>

#include "engine/capability.h"
#include "engine/tflite/tflite_session.h"

namespace dnntune::engine {
namespace {

class TfliteEngine final : public Engine {
 public:
  explicit TfliteEngine(const TfLiteApi& api) : api_(api) {}

  [[nodiscard]] EngineInfo Describe() const override { return DescribeAs("tflite", api_.Version()); }

  // XNNPACK's options say what it takes, where 0 is 1 as well; an interpreter that was told nothing runs in the caller's thread.
  [[nodiscard]] Result<int> OwnThreads(const setting::Setting& setting) override {
    return setting.library == "builtin" ? 1 : std::max(1, api_.XnnpackDefaults().threads);
  }

  [[nodiscard]] Result<std::unique_ptr<Session>> Open(const OpenRequest& request) override {
    ASSIGN_OR_RETURN(TfliteSource source, MakeTfliteSource(sources_, request));
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
