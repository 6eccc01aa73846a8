// SPDX-License-Identifier: Apache-2.0
#include "engine/openvino/openvino_engine.h"

#include <algorithm>
#include <openvino/core/version.hpp>
#include <openvino/frontend/manager.hpp>
#include <openvino/runtime/properties.hpp>

#include "engine/openvino/openvino_error.h"
#include "engine/openvino/openvino_session.h"

namespace dnntune::engine {
namespace {

constexpr const char* kNoOther = "only OpenVINO's plug-in for the CPU is installed";

class OpenVinoEngine final : public Engine {
 public:
  // Throws as OpenVINO does, where it has no plug-in for the CPU.
  OpenVinoEngine() {
    const auto has = core_.get_property("CPU", ov::device::capabilities);
    has_bf16_ = std::find(has.begin(), has.end(), ov::device::capability::BF16) != has.end();
  }

  [[nodiscard]] EngineInfo Describe() const override {
    const std::string build = ov::get_openvino_version().buildNumber;  // "2026.4.1-22982-..."
    return {"openvino",
            build.substr(0, build.find('-')),
            {{"format", "onnx", true, ".onnx files, sliced at any tensor; compiled for the shapes of the inputs"},
             {"format", "tensorflow", true, ".pb files (frozen GraphDef), sliced at any tensor outside of control flow"},
             {"format", "tflite", true, ".tflite files, sliced at any tensor; no custom operators"},
             {"unit", "cpu", true, "its plug-in for the CPU"},
             {"unit", "gpu", false, kNoOther},
             {"unit", "npu", false, kNoOther},
             {"library", "onednn", true, "its own oneDNN"},
             {"precision", "fp32", true, "also where the CPU has bf16; int8 models stay int8"},
             {"precision", "bf16", has_bf16_,
              has_bf16_ ? "where an operator has it" : "OpenVINO computes no bf16 on this CPU; use fp32"},
             {"knob", "performance_hint", true, "latency, throughput (streams of fewer threads, of which a run takes one)"}}};
  }

  [[nodiscard]] Result<std::unique_ptr<Session>> Open(const OpenRequest& request) override {
    ASSIGN_OR_RETURN(ModelSource source, sources_.For(request));
    const std::string what = "cannot open " + source.file;
    return CatchOpenVino(ErrorCode::kBadInput, what, [&]() -> Result<std::unique_ptr<Session>> {
      ASSIGN_OR_RETURN(OpenVinoFile file, OpenVinoFile::Make(front_ends_, std::move(source)));
      return OpenVinoSession::Make(core_, OpenVinoReader(std::move(file)), request.setting);
    });
  }

  [[nodiscard]] const Clock& clock() const override { return clock_; }

 private:
  ov::Core core_;
  ov::frontend::FrontEndManager front_ends_;
  bool has_bf16_ = false;
  SteadyClock clock_;
  ModelSources sources_;
};

}  // namespace

Result<std::unique_ptr<Engine>> MakeOpenVinoEngine() {
  return CatchOpenVino(ErrorCode::kUnavailable, "engine openvino",
                       []() -> Result<std::unique_ptr<Engine>> { return std::make_unique<OpenVinoEngine>(); });
}

}  // namespace dnntune::engine
