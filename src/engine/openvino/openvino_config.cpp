// SPDX-License-Identifier: Apache-2.0
#include "engine/openvino/openvino_config.h"

#include <memory>
#include <openvino/op/parameter.hpp>
#include <openvino/op/relu.hpp>
#include <openvino/runtime/properties.hpp>

namespace dnntune::engine {
namespace {

using ov::hint::PerformanceMode;

Result<PerformanceMode> Mode(const setting::Setting& setting) {
  const std::string& hint = setting.knobs.at("performance_hint");
  if (hint == "latency") return PerformanceMode::LATENCY;
  if (hint == "throughput") return PerformanceMode::THROUGHPUT;
  return Fail(ErrorCode::kBadInput, "performance_hint: '" + hint + "' is none of latency, throughput");
}

}  // namespace

Result<ov::AnyMap> MakeOpenVinoConfig(const setting::Setting& setting) {
  ASSIGN_OR_RETURN(const PerformanceMode mode, Mode(setting));
  if (!setting.library.empty() && setting.library != "onednn") {
    return Fail(ErrorCode::kUnavailable,
                "engine openvino has no DNN library '" + setting.library + "'; its kernels are those of its own oneDNN");
  }
  // Without a hint OpenVINO takes bf16 where the CPU has it.
  const auto precision = setting.precision == "bf16" ? ov::element::bf16 : ov::element::f32;
  // The cores are those of the process: OpenVINO is neither to pin threads itself nor to leave out some kinds of cores.
  ov::AnyMap config{ov::hint::performance_mode(mode),
                    ov::hint::inference_precision(precision),
                    ov::inference_num_threads(setting.threads.value()),
                    ov::hint::enable_cpu_pinning(false),
                    ov::hint::enable_hyper_threading(true),
                    ov::hint::scheduling_core_type(ov::hint::SchedulingCoreType::ANY_CORE)};
  if (mode == PerformanceMode::LATENCY) config.insert(ov::num_streams(1));
  return config;
}

Result<int> OwnOpenVinoThreads(ov::Core& core, const setting::Setting& setting) {
  ASSIGN_OR_RETURN(const PerformanceMode mode, Mode(setting));
  const auto number = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::Shape{1});
  const auto model =
      std::make_shared<ov::Model>(ov::OutputVector{std::make_shared<ov::op::v0::Relu>(number)}, ov::ParameterVector{number});
  return core.compile_model(model, "CPU", ov::hint::performance_mode(mode)).get_property(ov::inference_num_threads);
}

}  // namespace dnntune::engine
