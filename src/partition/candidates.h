// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "partition/holds.h"

namespace dnntune::partition {

// The deployments to rank, both ends among them.
struct Candidates {
  std::vector<Deployment> deployments;
  bool complete = false;  // every deployment there is; else the optimum of each weighting and one after each layer
};

// All of them where the graph is a chain or has few, else one after each layer with the minimum cuts of latency, energy (where
// known), `weights` and, up to 5,000 layers, of weightings between latency and energy.
[[nodiscard]] Candidates ListCandidates(const CostGraph& costs, const Problem& problem, const std::vector<Hold>& holds,
                                        const Weights& weights);

// Indices of the deployments, of those given, that no other beats in both latency and energy; ascending latency.
[[nodiscard]] std::vector<std::size_t> ParetoFront(const std::vector<Price>& prices, const std::vector<std::size_t>& among);

}  // namespace dnntune::partition
