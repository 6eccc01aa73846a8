// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "graph/graph.h"

namespace dnntune::cli {

// The flags that ask for a part of a model; at most one of them is given.
struct AskedPart {
  std::string slice;  // FROM..TO
  std::string head;   // a layer, or a cut's name
  std::string tail;
  std::string layer;
};

// kUsage where more than one is given.
[[nodiscard]] Result<bool> IsAsked(const AskedPart& part);

// The layers that are asked for, ascending. kBadInput for what the model does not have, and for a cut that leaves none on that
// side.
[[nodiscard]] Result<std::vector<graph::LayerId>> FindAsked(const graph::Graph& graph, const AskedPart& part);

}  // namespace dnntune::cli
