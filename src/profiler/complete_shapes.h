// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/worker.h"
#include "graph/graph.h"

namespace dnntune::profiler {

// Shapes of the graph's tensors that are not known without running it, found by running the model once with them as outputs; empty
// where all are known. For format::ReadOptions::known_shapes. Tensors that the engine cannot yield are left out.
[[nodiscard]] Result<std::map<std::string, std::vector<std::int64_t>>> CompleteShapes(const graph::Graph& graph,
                                                                                      const std::string& model_id,
                                                                                      const setting::Setting& setting,
                                                                                      engine::Worker& worker);

}  // namespace dnntune::profiler
