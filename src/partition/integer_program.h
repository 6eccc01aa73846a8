// SPDX-License-Identifier: Apache-2.0
// The best splits where there are too many to list. A limit makes the least cut NP-hard (it holds a knapsack), and so does asking
// for the second best; both are integer programmes over one variable a layer, solved by branch and bound (COIN-OR CBC).
#pragma once

#include <cstddef>
#include <vector>

#include "partition/min_cut.h"

namespace dnntune::partition {

struct BestSplits {
  std::vector<std::vector<bool>> heads;  // layers on the device; none empty, none whole
  bool is_proven = false;                // no other split within the limits is cheaper than the `count` best of these and the known
};

// The splits of least objective that respect `holds` and the limits, so that with `known`, the values of allowed deployments that
// the caller has already (ascending), the `count` best are complete. Exact up to a billionth of the value; the search is bounded by
// nodes, not by time, so that the same question gets the same answer. Not thread-safe (CBC is not).
[[nodiscard]] BestSplits FindBestSplits(const CostGraph& costs, const std::vector<Hold>& holds, const Problem& problem,
                                        const Weights& weights, std::size_t count, std::vector<double> known);

}  // namespace dnntune::partition
