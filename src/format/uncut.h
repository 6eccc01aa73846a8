// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "format/format.h"

namespace dnntune::format {

// Operators that hold their layer together, ascending; of each one reason, the first that holds.
struct Uncut {
  std::vector<graph::OperatorId> control_flow;  // run parts of the graph again or not at all
  std::vector<graph::OperatorId> stateful;      // keep values in the engine between runs
};

// By what the row of the model's format says of their types.
[[nodiscard]] Uncut FindUncut(const Model& model);

}  // namespace dnntune::format
