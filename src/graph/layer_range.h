// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/result.h"
#include "graph/graph.h"

namespace dnntune::graph {

// Layers first..last of Graph::layers(), both included.
struct LayerRange {
  LayerId first = 0;
  LayerId last = 0;
};

// "FROM..TO", by layer names; FROM or TO left out: the model's first or last layer. kUsage without "..", kBadInput for an unknown
// layer (names the nearest) or a range that is empty.
[[nodiscard]] Result<LayerRange> ParseRange(const Graph& graph, std::string_view text);

}  // namespace dnntune::graph
