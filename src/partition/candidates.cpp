// SPDX-License-Identifier: Apache-2.0
#include "partition/candidates.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <set>
#include <utility>

#include "graph/cut.h"
#include "partition/integer_program.h"

namespace dnntune::partition {
namespace {

constexpr std::size_t kMostCuts = 10'000;
constexpr std::size_t kMostMembers = 2'000'000;  // layers in all listed heads together
constexpr int kSupportedDepth = 4;               // of halving between the optima of latency and energy: at most 2^4 - 1 more
constexpr std::size_t kManyLayers = 5'000;       // from here on only the optima themselves
constexpr std::size_t kMostInProgramme = 2'000;  // layers in an integer programme

Candidates AllCuts(const CostGraph& costs, const graph::Graph& graph) {
  Candidates candidates;
  const std::size_t limit = std::min(kMostCuts, kMostMembers / std::max<std::size_t>(1, costs.nodes.size()));
  if (costs.nodes.size() > limit) return candidates;
  const graph::CutList cuts = graph::ListCuts(graph, limit);
  if (!cuts.complete) return candidates;
  for (const graph::Cut& cut : cuts.cuts) {
    std::vector<bool> members(costs.nodes.size(), false);
    for (const LayerId layer : graph::HeadOf(cut)) members[layer] = true;
    Head head = Head::Set(std::move(members));
    const Sums sums = SumUp(costs, head);
    candidates.deployments.push_back({std::move(head), sums});
  }
  candidates.complete = true;
  return candidates;
}

// Deployments that are no prefixes, each once.
class Optima {
 public:
  Optima(const CostGraph& costs, const Problem& problem, const std::vector<Hold>& holds)
      : costs_(costs), problem_(problem), holds_(holds) {}

  std::optional<Price> Add(const Weights& weights) {
    std::vector<bool> members = MinCut(costs_, holds_, problem_, weights);
    if (members.empty()) return std::nullopt;
    return PriceOf(AddHead(std::move(members)), problem_);
  }

  // Of the deployment with this head.
  Sums AddHead(std::vector<bool> members) {
    const Sums sums = SumUp(costs_, Head::Set(members));
    const bool is_prefix = std::is_partitioned(members.begin(), members.end(), [](bool member) { return member; });
    if (!is_prefix && known_.insert(members).second) found_.push_back({Head::Set(std::move(members)), sums});
    return sums;
  }

  // Points of the lower hull between two known ones, by the weighting that makes those two equal.
  void AddBetween(const Price& fast, const Price& frugal, int depth) {
    const double seconds = frugal.latency_s - fast.latency_s;
    const double joules = fast.energy_j - frugal.energy_j;
    if (depth == 0 || seconds <= 0 || joules <= 0) return;
    const Weights weights{joules, seconds};
    const auto between = Add(weights);
    if (!between || weights.Of(*between) >= weights.Of(fast) * (1 - 1e-9)) return;
    AddBetween(fast, *between, depth - 1);
    AddBetween(*between, frugal, depth - 1);
  }

  // Those found since the last call.
  std::vector<Deployment> Take() { return std::exchange(found_, {}); }

 private:
  const CostGraph& costs_;
  const Problem& problem_;
  const std::vector<Hold>& holds_;
  std::set<std::vector<bool>> known_;
  std::vector<Deployment> found_;
};

bool HasLimits(const spec::Limits& limits) {
  return limits.max_upload || limits.max_latency || limits.max_energy || limits.max_device_memory;
}

std::vector<double> AllowedValues(const CostGraph& costs, const Problem& problem, const Weights& weights,
                                  const std::vector<Deployment>& deployments) {
  const std::string energy_problem = EnergyProblem(costs, problem);
  std::vector<double> values;
  for (const Deployment& deployment : deployments) {
    if (!Refusal(costs, problem, deployment, energy_problem)) values.push_back(weights.Of(PriceOf(deployment.sums, problem)));
  }
  std::sort(values.begin(), values.end());
  return values;
}

void Append(std::vector<Deployment> more, std::vector<Deployment>& deployments) {
  std::move(more.begin(), more.end(), std::back_inserter(deployments));
}

void AddMinimumCuts(const CostGraph& costs, const Problem& problem, const Weights& weights, Optima& optima) {
  const bool is_mixed = weights.per_second > 0 && weights.per_joule > 0;
  const bool has_energy = EnergyProblem(costs, problem).empty();
  if (is_mixed || !has_energy) optima.Add(weights);  // else it is one of the two below
  if (!has_energy) return;
  const auto fast = optima.Add({1, 0});
  const auto frugal = optima.Add({0, 1});
  const bool is_large = costs.nodes.size() > kManyLayers;
  if (fast && frugal && !is_large) optima.AddBetween(*fast, *frugal, kSupportedDepth);
}

}  // namespace

Candidates ListCandidates(const CostGraph& costs, const Problem& problem, const std::vector<Hold>& holds, const Weights& weights,
                          std::size_t count) {
  if (costs.is_chain) return {Prefixes(costs), true};
  Candidates candidates = AllCuts(costs, problem.device.graph);
  if (candidates.complete) return candidates;
  candidates.deployments = Prefixes(costs);
  Optima optima(costs, problem, holds);
  AddMinimumCuts(costs, problem, weights, optima);
  Append(optima.Take(), candidates.deployments);
  candidates.exact = HasLimits(problem.limits) ? 0 : 1;
  if (candidates.exact >= count || costs.nodes.size() > kMostInProgramme) return candidates;
  BestSplits splits =
      FindBestSplits(costs, holds, problem, weights, count, AllowedValues(costs, problem, weights, candidates.deployments));
  for (std::vector<bool>& head : splits.heads) optima.AddHead(std::move(head));
  Append(optima.Take(), candidates.deployments);
  if (splits.is_proven) candidates.exact = count;
  return candidates;
}

std::vector<std::size_t> ParetoFront(const std::vector<Price>& prices, const std::vector<std::size_t>& among) {
  std::vector<std::size_t> order = among;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (prices[a].latency_s != prices[b].latency_s) return prices[a].latency_s < prices[b].latency_s;
    return prices[a].energy_j < prices[b].energy_j;
  });
  std::vector<std::size_t> front;
  double least = std::numeric_limits<double>::infinity();
  for (const std::size_t index : order) {
    if (prices[index].energy_j >= least) continue;
    least = prices[index].energy_j;
    front.push_back(index);
  }
  return front;
}

}  // namespace dnntune::partition
