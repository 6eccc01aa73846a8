// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "graph/graph.h"

namespace dnntune::graph {

// A division of the layers into a head, which runs on the device, and a tail, which runs elsewhere. Nothing flows from tail to
// head.
struct Cut {
  std::vector<LayerId> head;       // ascending; empty: everything is in the tail
  std::vector<TensorId> crossing;  // tensors made (or entered) at the head and read in the tail, each once, ascending
  std::vector<TensorId> returned;  // model outputs that the tail makes, ascending
};

// The cut with this head. Aborts unless `head` is closed under predecessors.
[[nodiscard]] Cut MakeCut(const Graph& graph, std::vector<LayerId> head);

// All cuts, up to `limit`, and whether there are more. Where the layers form a chain these are layers + 1 cuts, in order.
// Where they branch the number can be exponential, which is why the optimum is found by partition::MinCut and not by listing.
struct CutList {
  std::vector<Cut> cuts;
  bool complete = true;
};
[[nodiscard]] CutList ListCuts(const Graph& graph, std::size_t limit);

// One cut after every layer in layers() order, all-in-tail first, all-in-head last: layers + 1 cuts.
[[nodiscard]] std::vector<Cut> PrefixCuts(const Graph& graph);

}  // namespace dnntune::graph
