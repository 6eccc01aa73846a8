// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/result.h"
#include "engine/engine.h"

namespace dnntune::engine {

// OpenVINO on the CPU. Setting: threads -> inference threads, which stay on the cores that the process may use; precision fp32
// unless bf16 is asked for, which OpenVINO takes by itself where the CPU has it; knob performance_hint latency or throughput.
// kUnavailable where the library has no plug-in for the CPU. Nothing is sent anywhere: the library has no telemetry.
[[nodiscard]] Result<std::unique_ptr<Engine>> MakeOpenVinoEngine();

}  // namespace dnntune::engine
