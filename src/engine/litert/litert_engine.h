// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/result.h"
#include "engine/engine.h"

namespace dnntune::engine {

// LiteRT on the CPU, and on a GPU by WebGPU on Vulkan; .tflite files. kUnavailable where the library is not installed.
[[nodiscard]] Result<std::unique_ptr<Engine>> MakeLiteRtEngine();

}  // namespace dnntune::engine
