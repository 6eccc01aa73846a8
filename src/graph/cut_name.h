// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "graph/cut.h"

namespace dnntune::graph {

// "after A and B": the last layers of the head, in their order. No two cuts of a graph have the same name, and a cut has the same
// in every run (as long as no layer's name holds " and "). Without a head "before the first layer", without a tail "after the last
// layer".
[[nodiscard]] std::string CutName(const Graph& graph, const Cut& cut);

// "A and B" of it.
[[nodiscard]] std::string LastLayers(const Graph& graph, const Cut& cut);

// Whether the text is meant as a cut's name: it begins as one, and no layer is called so.
[[nodiscard]] bool IsCutName(const Graph& graph, std::string_view text);

// The cut of this name; layers in any order, and such as others of them depend on, do no harm. kBadInput, naming what is no layer
// and the nearest, for other names.
[[nodiscard]] Result<Cut> FindCut(const Graph& graph, std::string_view name);

}  // namespace dnntune::graph
