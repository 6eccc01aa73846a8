// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/worker.h"

namespace dnntune::engine {

// Kernel times from the JSON that ONNX Runtime's session profiling writes: one event "<node>_kernel_time" per node and run, in
// whole microseconds. Nodes in the order of their first run, those of a blocked layout by the name of the tensor that they make.
[[nodiscard]] Result<std::vector<TraceEvent>> ParseOnnxRuntimeTrace(std::string_view json);

}  // namespace dnntune::engine
