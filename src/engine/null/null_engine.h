// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "engine/engine.h"

namespace dnntune::engine {

// Computes nothing: measures what dnntune itself costs, and misbehaves on request. Every tensor is float32 [1]; the model is not
// read. Knobs: run_ns (busy time of a run, nanoseconds), fail (crash, hang or error: what a run does).
[[nodiscard]] std::unique_ptr<Engine> MakeNullEngine();

}  // namespace dnntune::engine
