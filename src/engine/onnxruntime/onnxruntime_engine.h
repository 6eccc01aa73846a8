// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/result.h"
#include "engine/engine.h"

namespace dnntune::engine {

// ONNX Runtime on the CPU. Loads libonnxruntime.so.1 from $DNNTUNE_ONNXRUNTIME, else beside the installed program, else from where
// tools/setup put it; kUnavailable where it is in none of these. Setting: threads -> intra-op threads (inter-op is 1), by itself
// one for each physical core, whichever the process may use; knob graph_optimization none, basic, extended or all.
[[nodiscard]] Result<std::unique_ptr<Engine>> MakeOnnxRuntimeEngine();

}  // namespace dnntune::engine
