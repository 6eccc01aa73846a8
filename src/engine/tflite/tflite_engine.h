// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/result.h"
#include "engine/engine.h"

namespace dnntune::engine {

// TensorFlow Lite on the CPU. Loads libjnitensorflowlite.so from $DNNTUNE_TFLITE, else beside the installed program, else from
// where tools/setup put it; kUnavailable where it is in none of these. Setting: threads, by itself one; library xnnpack or builtin.
[[nodiscard]] Result<std::unique_ptr<Engine>> MakeTfliteEngine();

}  // namespace dnntune::engine
