// SPDX-License-Identifier: Apache-2.0
// How sure a ranking is, by resampling the measurements that it rests on.
#pragma once

#include <optional>
#include <vector>

#include "metric/quantity.h"
#include "partition/price.h"

namespace dnntune::partition {

struct Confidence {
  std::vector<double> probability_best;           // of each contender; sums to 1
  std::vector<double> probability_not_worse;      // than the first contender
  std::vector<metric::Interval<double>> latency;  // 95 %
  std::vector<metric::Interval<double>> energy;   // 95 %
  double regret = 0;                              // expected loss of choosing the first, in the objective's unit
  int draws = 0;
};

// Draws every layer's median anew, with the distribution of a bootstrap's median: the order statistic of a Beta-distributed rank
// (David and Nagaraja, Order Statistics, 2.2). Energies go with their times. Nothing where no layer has more than one sample or
// problem.bootstrap is 0. Contenders: best first. On large graphs fewer draws are made than asked for.
[[nodiscard]] std::optional<Confidence> Bootstrap(const CostGraph& costs, const Problem& problem, const Weights& weights,
                                                  const std::vector<Deployment>& contenders);

}  // namespace dnntune::partition
