// SPDX-License-Identifier: Apache-2.0
#include "engine/litert/litert_engine.h"

#include <fmt/format.h>

#include <map>

#include "engine/capability.h"
#include "engine/litert/litert_session.h"
#include "engine/litert/said.h"
#include "engine/litert/vulkan.h"

namespace dnntune::engine {
namespace {

std::string DetailOf(const Adapter& adapter) {
  if (!adapter.IsSoftware()) return adapter.name + ", by WebGPU on Vulkan";
  return fmt::format("software Vulkan ({}): a check of function, not of speed", adapter.name.substr(0, adapter.name.find(" (")));
}

Result<LiteRtEnvironment> MakeEnvironment(const LiteRtApi& api, bool has_gpu) {
  // LiteRtEnvOptionTag and LiteRtAnyType. Else the library looks for every accelerator there is.
  constexpr int kRuntimeLibraryDir = 22, kAutoRegisterAccelerators = 24, kNumber = 2, kText = 8;
  const std::string folder = api.folder.string();
  LiteRtEnvOption options[2] = {{kRuntimeLibraryDir, {kText, {}}}, {kAutoRegisterAccelerators, {kNumber, {}}}};
  options[0].value.text = folder.c_str();
  options[1].value.number = kLiteRtCpu | (has_gpu ? kLiteRtGpu : 0);
  const Said said;
  LiteRtEnvironment environment = nullptr;
  TRY(CheckStatus(api.CreateEnvironment(2, options, &environment), ErrorCode::kUnavailable, "engine litert cannot be set up",
                  ErrorsIn(said.Text())));
  return environment;
}

class LiteRtEngine final : public Engine {
 public:
  LiteRtEngine(const LiteRtApi& api, Result<Adapter> adapter) : api_(api), adapter_(std::move(adapter)) {}
  LiteRtEngine(const LiteRtEngine&) = delete;
  LiteRtEngine& operator=(const LiteRtEngine&) = delete;
  ~LiteRtEngine() override {
    const Said said;
    for (const auto& [unit, library] : libraries_) api_.DestroyEnvironment(library.environment);
  }

  [[nodiscard]] EngineInfo Describe() const override {
    EngineInfo info = DescribeAs("litert", DNNTUNE_ENGINE_VERSION);
    if (adapter_) {
      Detail(info, "unit", "gpu", DetailOf(*adapter_), IsSoftware());
    } else {
      Withdraw(info, "unit", "gpu", adapter_.error().message);
      Withdraw(info, "precision", "fp16", "on a GPU only: " + adapter_.error().message);
      Withdraw(info, "own choice", "precision", adapter_.error().message);
    }
    return info;
  }

  // As of TensorFlow Lite, whose kernels it has on the CPU; a GPU is fed by the caller's thread.
  [[nodiscard]] Result<int> OwnThreads(const setting::Setting& /*setting*/) override { return 1; }

  [[nodiscard]] Result<std::unique_ptr<Session>> Open(const OpenRequest& request) override {
    const setting::Setting& setting = request.setting;
    if (setting.unit != "gpu" && setting.precision == "fp16") {
      return Fail(ErrorCode::kUnavailable, "engine litert computes in fp16 on unit gpu only; use fp32 or unit: gpu");
    }
    if (setting.unit == "gpu" && !setting.library.empty()) {
      return Fail(ErrorCode::kUnavailable,
                  "DNN library '" + setting.library + "' is one of unit cpu; on unit gpu engine litert has its own shaders");
    }
    ASSIGN_OR_RETURN(TfliteSource source, MakeTfliteSource(sources_, request));
    ASSIGN_OR_RETURN(const LiteRt* library, For(setting.unit));
    return LiteRtSession::Make(*library, std::move(source), setting);
  }

  [[nodiscard]] const Clock& clock() const override { return clock_; }

 private:
  [[nodiscard]] bool IsSoftware() const { return adapter_ && adapter_->IsSoftware(); }

  // One environment for each unit: that with a GPU loads its driver.
  Result<const LiteRt*> For(const std::string& unit) {
    const auto found = libraries_.find(unit);
    if (found != libraries_.end()) return &found->second;
    ASSIGN_OR_RETURN(const LiteRtEnvironment environment, MakeEnvironment(api_, unit == "gpu"));
    return &libraries_.emplace(unit, LiteRt{api_, environment, IsSoftware()}).first->second;
  }

  const LiteRtApi& api_;
  Result<Adapter> adapter_;
  std::map<std::string, LiteRt> libraries_;  // by unit
  SteadyClock clock_;
  ModelSources sources_;
};

}  // namespace

Result<std::unique_ptr<Engine>> MakeLiteRtEngine() {
  ASSIGN_OR_RETURN(const LiteRtApi* api, LoadLiteRt());
  return std::make_unique<LiteRtEngine>(*api, FindAdapter(api->folder / "lvp_icd.json"));
}

}  // namespace dnntune::engine
