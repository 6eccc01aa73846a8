// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "engine/worker.h"
#include "graph/graph.h"
#include "record/profile.h"

namespace dnntune::profiler {

// The engine's events with their medians, each given to the layer of the operator, or of the maker of the tensor, of that name.
// Engines that fuse rename operators; what cannot be told has no layer.
[[nodiscard]] std::vector<record::TraceRow> ToTraceRows(std::span<const engine::TraceEvent> events, const graph::Graph& graph);

}  // namespace dnntune::profiler
