// SPDX-License-Identifier: Apache-2.0
// What `dnntune inspect` says of a model, and the parts that it writes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/format.h"
#include "record/profile.h"
#include "report/document.h"

namespace dnntune::cli {

// Layers and cuts of the model as tables, and the layers as a graph, coloured by latency where a `profile` (may be null) has it,
// else by MACs. Where there are more cuts than `cut_limit`, those after each layer only, and a note. kBadInput where the profile is
// of other layers.
[[nodiscard]] Result<report::Document> InspectDocument(const std::string& name, const format::Model& model, std::size_t cut_limit,
                                                       const record::Profile* profile);

// The layers as a Graphviz digraph, edges labelled with tensor name and bytes.
[[nodiscard]] std::string Dot(const std::string& name, const graph::Graph& graph);

// Layers first..last of Graph::layers(), both included.
struct LayerRange {
  graph::LayerId first = 0;
  graph::LayerId last = 0;
};

// "FROM..TO", by layer names; FROM or TO left out: the model's first or last layer. kUsage without "..", kBadInput for an unknown
// layer (names the nearest) or a range that is empty.
[[nodiscard]] Result<LayerRange> ParseRange(const graph::Graph& graph, std::string_view text);

// The range as a model file of its own.
[[nodiscard]] Result<std::string> SliceRange(const format::Model& model, const LayerRange& range);

}  // namespace dnntune::cli
