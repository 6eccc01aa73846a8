// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/subject.h"
#include "format/format.h"

namespace dnntune::target {

// Types and shapes of the graph's tensors that are not known without its engine: as it tells them when it opens the model with them
// as outputs, else after one run on noise. Empty where all are known. For format::ReadOptions::known_tensors. What the engine
// cannot yield, as a sequence, is left out. Errors of opening and running the model as it is.
[[nodiscard]] Result<format::KnownTensors> CompleteTensors(const engine::Subject& subject);

}  // namespace dnntune::target
