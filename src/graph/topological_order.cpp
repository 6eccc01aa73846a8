// SPDX-License-Identifier: Apache-2.0
#include "graph/topological_order.h"

#include <algorithm>
#include <functional>
#include <queue>

namespace dnntune::graph {

std::vector<std::uint32_t> TopologicalOrder(const Successors& successors) {
  std::vector<std::size_t> waits_for(successors.size(), 0);
  for (const auto& targets : successors) {
    for (const std::uint32_t target : targets) ++waits_for[target];
  }
  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> ready;
  for (std::uint32_t node = 0; node < successors.size(); ++node) {
    if (waits_for[node] == 0) ready.push(node);
  }
  std::vector<std::uint32_t> order;
  order.reserve(successors.size());
  while (!ready.empty()) {
    const std::uint32_t node = ready.top();
    ready.pop();
    order.push_back(node);
    for (const std::uint32_t target : successors[node]) {
      if (--waits_for[target] == 0) ready.push(target);
    }
  }
  return order;
}

std::vector<std::uint32_t> FindCycle(const Successors& successors) {
  std::vector<bool> left(successors.size(), true);
  for (const std::uint32_t node : TopologicalOrder(successors)) left[node] = false;
  // Every node that is left has a predecessor that is left too, so walking backwards must come round.
  std::vector<std::uint32_t> predecessor(successors.size());
  for (std::uint32_t node = 0; node < successors.size(); ++node) {
    if (!left[node]) continue;
    for (const std::uint32_t target : successors[node]) predecessor[target] = node;
  }
  const auto start = std::find(left.begin(), left.end(), true);
  if (start == left.end()) return {};
  std::vector<bool> seen(successors.size(), false);
  auto node = static_cast<std::uint32_t>(start - left.begin());
  for (; !seen[node]; node = predecessor[node]) seen[node] = true;
  std::vector<std::uint32_t> cycle{node};
  for (std::uint32_t other = predecessor[node]; other != node; other = predecessor[other]) cycle.push_back(other);
  std::reverse(cycle.begin(), cycle.end());
  return cycle;
}

}  // namespace dnntune::graph
