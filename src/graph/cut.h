// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "graph/graph.h"
#include "graph/layer_range.h"

namespace dnntune::graph {

// A division of the layers into a head, which runs on the device, and a tail, which runs elsewhere. Nothing flows from tail to
// head.
struct Cut {
  std::vector<LayerRange> head;    // runs of layers, ascending and apart; empty: everything is in the tail
  std::vector<LayerId> last;       // layers of the head that no other one of it reads from, ascending: they determine it
  std::vector<TensorId> crossing;  // tensors made (or entered) at the head and read in the tail, each once, ascending
  std::vector<TensorId> returned;  // model outputs that the tail makes, ascending
};

// How many layers the head has, and which, ascending.
[[nodiscard]] std::size_t HeadSize(const Cut& cut);
[[nodiscard]] std::vector<LayerId> HeadOf(const Cut& cut);

// Ascending layers as runs.
[[nodiscard]] std::vector<LayerRange> Runs(const std::vector<LayerId>& layers);

// The cut with this head. Aborts unless `head` is closed under predecessors.
[[nodiscard]] Cut MakeCut(const Graph& graph, const std::vector<LayerId>& head);

// The cut whose head is these layers and all that they depend on.
[[nodiscard]] Cut CutAfter(const Graph& graph, const std::vector<LayerId>& layers);

// All cuts, up to `limit`, and whether there are more. Where the layers form a chain these are layers + 1 cuts, in order.
// Where they branch the number can be exponential, which is why the optimum is found by partition::MinCut and not by listing.
struct CutList {
  std::vector<Cut> cuts;
  bool complete = true;
};
[[nodiscard]] CutList ListCuts(const Graph& graph, std::size_t limit);

// One cut after every layer in layers() order, all-in-tail first, all-in-head last: layers + 1 cuts, in time and memory that grow
// with what crosses.
[[nodiscard]] std::vector<Cut> PrefixCuts(const Graph& graph);

}  // namespace dnntune::graph
