// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "engine/engine.h"

namespace dnntune::engine {

// An engine that computes nothing and answers with the times of a recorded profile, sample by sample from the first on and round
// again, on a clock that only those times move. The knob "replay" is the path of the profile document. A session with tensors named
// is the layer with those outputs; without, the whole model. What was recorded as failed fails with the recorded reason; layers
// that the profile does not know are kBadInput.
[[nodiscard]] std::unique_ptr<Engine> MakeReplayEngine();

}  // namespace dnntune::engine
