// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "partition/holds.h"

namespace dnntune::partition {

// The deployments to rank, both ends among them.
struct Candidates {
  std::vector<Deployment> deployments;
  bool complete = false;  // every deployment there is
  std::size_t exact = 0;  // so many of those allowed, best first, are the best of all; the rest are the best of those looked at
};

// All of them where the graph is a chain or has few. Else one after each layer, the minimum cuts of latency, energy (where known),
// `weights` and, up to 5,000 layers, of weightings between latency and energy, and, up to 2,000 layers, the `count` best within the
// limits.
[[nodiscard]] Candidates ListCandidates(const CostGraph& costs, const Problem& problem, const std::vector<Hold>& holds,
                                        const Weights& weights, std::size_t count);

// Indices of the deployments, of those given, that no other beats in both latency and energy; ascending latency.
[[nodiscard]] std::vector<std::size_t> ParetoFront(const std::vector<Price>& prices, const std::vector<std::size_t>& among);

}  // namespace dnntune::partition
