// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/result.h"
#include "engine/engine.h"

namespace dnntune::engine {

// TensorFlow on the CPU, by its C API. Loads libtensorflow_cc.so.2 from $DNNTUNE_TENSORFLOW, else beside the installed program,
// else from where tools/setup put it; kUnavailable where it is in none of these. Setting: threads -> intra-op threads (operators
// run one after another in the caller's thread, which from two threads on lends the pool a hand), by itself
// one for each CPU that the process may use; library eigen or onednn; knob graph_optimization none or all. Library and threads are
// settled for the process by the first Open; another asks for a fresh worker (kBadInput).
[[nodiscard]] Result<std::unique_ptr<Engine>> MakeTensorFlowEngine();

}  // namespace dnntune::engine
