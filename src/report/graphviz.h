// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "graph/graph.h"

namespace dnntune::report {

// The layers as a Graphviz digraph, edges labelled with tensor name and bytes.
[[nodiscard]] std::string Dot(const std::string& name, const graph::Graph& graph);

}  // namespace dnntune::report
