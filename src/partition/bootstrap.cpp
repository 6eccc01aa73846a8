// SPDX-License-Identifier: Apache-2.0
#include "partition/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "metric/statistics.h"

namespace dnntune::partition {
namespace {

constexpr double kMostWork = 4e6;  // layers times contenders times draws
constexpr int kFewestDraws = 50;

// The median of a resample of ascending samples, two at least.
double DrawMedian(const std::vector<double>& sorted, std::mt19937_64& random) {
  std::gamma_distribution<double> gamma((static_cast<double>(sorted.size()) + 1) / 2);
  const double a = gamma(random);
  const double b = gamma(random);
  return metric::Quantile(sorted, a / (a + b));
}

double DrawSide(const SideCost& side, std::mt19937_64& random) {
  double seconds = side.seconds;
  for (const CostPart& part : side.spread) seconds += DrawMedian(part.sorted, random) - part.median;
  return seconds;
}

// A relative error of the whole's median, which scales every layer alike.
double DrawFactor(const WholeCost& whole, std::mt19937_64& random) {
  if (whole.sorted.size() < 2 || *whole.seconds <= 0) return 1;
  return DrawMedian(whole.sorted, random) / *whole.seconds;
}

bool HasSpread(const CostGraph& costs) {
  return std::any_of(costs.nodes.begin(), costs.nodes.end(),
                     [](const CostNode& node) { return !node.device.spread.empty() || !node.cloud.spread.empty(); });
}

// Layers that are not on one side in all contenders: only they tell contenders apart.
std::vector<LayerId> Varying(const CostGraph& costs, const std::vector<Deployment>& contenders) {
  std::vector<LayerId> varying;
  for (LayerId id = 0; id < costs.nodes.size(); ++id) {
    const bool first = contenders.front().head.Has(id);
    const bool varies = std::any_of(contenders.begin(), contenders.end(),
                                    [&](const Deployment& contender) { return contender.head.Has(id) != first; });
    if (varies) varying.push_back(id);
  }
  return varying;
}

class Drawing {
 public:
  Drawing(const CostGraph& costs, const Problem& problem, const std::vector<Deployment>& contenders)
      : costs_(costs), problem_(problem), contenders_(contenders), varying_(Varying(costs, contenders)), random_(problem.seed) {}

  [[nodiscard]] int Draws() const {
    const double work = static_cast<double>(varying_.size() + 1) * static_cast<double>(contenders_.size());
    return std::clamp(static_cast<int>(kMostWork / work), kFewestDraws, std::max(kFewestDraws, problem_.bootstrap));
  }

  // Prices of all contenders in one draw.
  std::vector<Price> Draw() {
    std::vector<Sums> sums;
    for (const Deployment& contender : contenders_) sums.push_back(contender.sums);
    for (const LayerId id : varying_) {
      const SideCost& device = costs_.nodes[id].device;
      const SideCost& cloud = costs_.nodes[id].cloud;
      const double on_device = DrawSide(device, random_);
      const double in_cloud = DrawSide(cloud, random_) - cloud.seconds;
      const double joules = device.seconds > 0 ? device.joules.value_or(0) * (on_device / device.seconds - 1) : 0;
      for (std::size_t i = 0; i < sums.size(); ++i) {
        if (contenders_[i].head.Has(id)) {
          sums[i].device_s += on_device - device.seconds;
          sums[i].device_j += joules;
        } else {
          sums[i].cloud_s += in_cloud;
        }
      }
    }
    const double device_factor = DrawFactor(costs_.device_whole, random_);
    const double cloud_factor = DrawFactor(costs_.cloud_whole, random_);
    std::vector<Price> prices;
    for (Sums& sum : sums) {
      sum.device_s *= device_factor;
      sum.device_j *= device_factor;
      sum.cloud_s *= cloud_factor;
      prices.push_back(PriceOf(sum, problem_));
    }
    return prices;
  }

 private:
  const CostGraph& costs_;
  const Problem& problem_;
  const std::vector<Deployment>& contenders_;
  std::vector<LayerId> varying_;
  std::mt19937_64 random_;
};

std::vector<metric::Interval<double>> Intervals(const std::vector<std::vector<double>>& draws) {
  std::vector<metric::Interval<double>> intervals;
  for (const auto& values : draws) intervals.push_back({metric::Quantile(values, 0.025), metric::Quantile(values, 0.975)});
  return intervals;
}

std::vector<double> SharesOf(const std::vector<int>& counts, int all) {
  std::vector<double> shares;
  for (const int count : counts) shares.push_back(static_cast<double>(count) / all);
  return shares;
}

}  // namespace

std::optional<Confidence> Bootstrap(const CostGraph& costs, const Problem& problem, const Weights& weights,
                                    const std::vector<Deployment>& contenders) {
  if (problem.bootstrap <= 0 || contenders.empty() || !HasSpread(costs)) return std::nullopt;
  Drawing drawing(costs, problem, contenders);
  Confidence confidence;
  confidence.draws = drawing.Draws();
  // Counted, for shares that are summed make more than 1 of all draws.
  std::vector<int> best_in(contenders.size()), not_worse_in(contenders.size());
  std::vector<std::vector<double>> latency(contenders.size()), energy(contenders.size());
  const double share = 1.0 / confidence.draws;
  for (int draw = 0; draw < confidence.draws; ++draw) {
    const std::vector<Price> prices = drawing.Draw();
    std::size_t best = 0;
    for (std::size_t i = 0; i < prices.size(); ++i) {
      latency[i].push_back(prices[i].latency_s);
      energy[i].push_back(prices[i].energy_j);
      if (weights.Of(prices[i]) < weights.Of(prices[best])) best = i;
      if (weights.Of(prices[i]) <= weights.Of(prices[0])) ++not_worse_in[i];
    }
    ++best_in[best];
    confidence.regret += (weights.Of(prices[0]) - weights.Of(prices[best])) * share;
  }
  confidence.probability_best = SharesOf(best_in, confidence.draws);
  confidence.probability_not_worse = SharesOf(not_worse_in, confidence.draws);
  confidence.latency = Intervals(latency);
  confidence.energy = Intervals(energy);
  return confidence;
}

}  // namespace dnntune::partition
