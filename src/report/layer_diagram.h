// SPDX-License-Identifier: Apache-2.0
// The layers of a model drawn as a graph.
#pragma once

#include <string>
#include <vector>

#include "graph/cut.h"
#include "graph/graph.h"
#include "record/decision.h"
#include "report/document.h"

namespace dnntune::report {

// Of a table whose rows are the layers, in the order of graph.layers(), with the column "layer"; `colour` is the key of another.
[[nodiscard]] Diagram LayerDiagram(const graph::Graph& graph, const std::string& table, const std::string& colour);

// These cuts, none of them chosen.
[[nodiscard]] std::vector<Diagram::Mark> Marks(const std::vector<graph::Cut>& cuts);

// Of these cuts, those through one tensor: where a model is narrow.
[[nodiscard]] std::vector<Diagram::Mark> NarrowCuts(std::vector<graph::Cut> cuts);

// The deployments that were decided on; those with the same head are one mark, titled with what they are best for.
[[nodiscard]] std::vector<Diagram::Mark> DecidedCuts(const graph::Graph& graph, const std::vector<record::Decision>& decisions);

}  // namespace dnntune::report
