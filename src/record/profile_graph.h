// SPDX-License-Identifier: Apache-2.0
// The graph part of a profile document: inputs, outputs, tensors, operators, layers. Only for .cpp files.
#pragma once

#include "record/json_field.h"
#include "record/profile.h"

namespace dnntune::record {

struct GraphAndCosts {
  graph::Graph graph;
  std::vector<LayerCost> costs;  // in topological order
};

// `complete`: every layer must have a cost, of its own or from all of its operators.
[[nodiscard]] Result<GraphAndCosts> ReadGraph(const Field& document, bool complete);

// Adds the keys to `document`.
void PrintGraph(const Profile& profile, Json& document);

}  // namespace dnntune::record
