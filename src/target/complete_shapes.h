// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/subject.h"

namespace dnntune::target {

// Shapes of the graph's tensors that are not known without running it, found by running the model once on noise with them as
// outputs; empty where all are known. For format::ReadOptions::known_shapes. Tensors that the engine cannot yield are left out.
[[nodiscard]] Result<std::map<std::string, std::vector<std::int64_t>>> CompleteShapes(const engine::Subject& subject);

}  // namespace dnntune::target
