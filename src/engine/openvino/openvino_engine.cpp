// SPDX-License-Identifier: Apache-2.0
#include "engine/openvino/openvino_engine.h"

#include <algorithm>
#include <openvino/core/version.hpp>
#include <openvino/frontend/manager.hpp>
#include <openvino/runtime/properties.hpp>

#include "engine/capability.h"
#include "engine/openvino/openvino_config.h"
#include "engine/openvino/openvino_error.h"
#include "engine/openvino/openvino_session.h"
#include "engine/source/tflite_source.h"

namespace dnntune::engine {
namespace {

class OpenVinoEngine final : public Engine {
 public:
  // Throws as OpenVINO does, where it has no plug-in for the CPU.
  OpenVinoEngine() {
    const auto has = core_.get_property("CPU", ov::device::capabilities);
    has_bf16_ = std::find(has.begin(), has.end(), ov::device::capability::BF16) != has.end();
    takes_bf16_ = core_.get_property("CPU", ov::hint::inference_precision) == ov::element::bf16;
  }

  [[nodiscard]] EngineInfo Describe() const override {
    const std::string build = ov::get_openvino_version().buildNumber;  // "2026.4.1-22982-..."
    EngineInfo info = DescribeAs("openvino", build.substr(0, build.find('-')));
    if (!has_bf16_) Withdraw(info, "precision", "bf16", "OpenVINO computes no bf16 on this CPU; use fp32");
    if (!takes_bf16_) Withdraw(info, "own choice", "precision", "OpenVINO takes fp32 by itself on this CPU");
    return info;
  }

  [[nodiscard]] Result<int> OwnThreads(const setting::Setting& setting) override {
    return CatchOpenVino(ErrorCode::kUnavailable, "the engine's own number of threads",
                         [&] { return OwnOpenVinoThreads(core_, setting); });
  }

  [[nodiscard]] Result<std::unique_ptr<Session>> Open(const OpenRequest& request) override {
    ASSIGN_OR_RETURN(ModelSource source, SourceOf(request));
    const std::string what = "cannot open " + source.file;
    return CatchOpenVino(ErrorCode::kBadInput, what, [&]() -> Result<std::unique_ptr<Session>> {
      ASSIGN_OR_RETURN(OpenVinoFile file, OpenVinoFile::Make(front_ends_, std::move(source)));
      return OpenVinoSession::Make(core_, OpenVinoReader(std::move(file)), request.setting);
    });
  }

  [[nodiscard]] const Clock& clock() const override { return clock_; }

 private:
  // Of the formats that it reads .tflite alone leaves tensors without names, by which it knows them.
  Result<ModelSource> SourceOf(const OpenRequest& request) {
    const auto format = format::FormatOf(request.model);
    if (!format || (*format)->name != "tflite") return sources_.For(request);
    ASSIGN_OR_RETURN(TfliteSource source, MakeTfliteSource(sources_, request));
    return std::move(source.model);
  }

  ov::Core core_;
  ov::frontend::FrontEndManager front_ends_;
  bool has_bf16_ = false;
  bool takes_bf16_ = false;  // where no precision is asked for
  SteadyClock clock_;
  ModelSources sources_;
};

}  // namespace

Result<std::unique_ptr<Engine>> MakeOpenVinoEngine() {
  return CatchOpenVino(ErrorCode::kUnavailable, "engine openvino",
                       []() -> Result<std::unique_ptr<Engine>> { return std::make_unique<OpenVinoEngine>(); });
}

}  // namespace dnntune::engine
