// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace dnntune::graph {

// Successors of each node, by index; duplicates allowed.
using Successors = std::vector<std::vector<std::uint32_t>>;

// The nodes so that every one comes after its predecessors and, where that leaves a choice, the lowest index first. On a cycle the
// nodes on it and behind it are missing.
[[nodiscard]] std::vector<std::uint32_t> TopologicalOrder(const Successors& successors);

// The nodes of one cycle in the direction of flow; empty where there is none.
[[nodiscard]] std::vector<std::uint32_t> FindCycle(const Successors& successors);

}  // namespace dnntune::graph
