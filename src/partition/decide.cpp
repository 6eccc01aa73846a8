// SPDX-License-Identifier: Apache-2.0
#include "partition/decide.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "partition/bootstrap.h"
#include "partition/candidates.h"
#include "partition/describe.h"

namespace dnntune::partition {
namespace {

using metric::Quantity;
using metric::Source;

constexpr std::size_t kContenders = 24;  // that the bootstrap compares
constexpr std::size_t kFrontShown = 64;
constexpr std::size_t kFrontMembers = 500'000;  // layer names in all points of the front together
constexpr double kTieProbability = 0.025;       // of being better than the best: one side of a 95 % interval

class Ranking {
 public:
  Ranking(const Problem& problem, CostGraph costs) : problem_(problem), costs_(std::move(costs)) {
    energy_problem_ = EnergyProblem(costs_, problem_);
  }

  Result<void> Rank();
  [[nodiscard]] record::Decision Record() const;

 private:
  Result<Weights> WeightsOf(const std::vector<Hold>& holds) const;
  [[nodiscard]] double LeastOf(const std::vector<Hold>& holds, const Weights& weights) const;
  [[nodiscard]] Error NothingAllowed() const;
  [[nodiscard]] std::vector<std::size_t> Shown() const;
  void AddConfidence(const std::vector<std::size_t>& shown, record::Decision& decision) const;
  [[nodiscard]] std::string HowFar() const;  // candidates go
  void AddNotes(record::Decision& decision) const;

  const Problem& problem_;
  CostGraph costs_;
  std::string energy_problem_;
  Weights weights_;
  Candidates candidates_;
  std::vector<Price> prices_;
  std::vector<std::size_t> order_;  // allowed ones, best first
  std::vector<std::size_t> front_;
};

double Ranking::LeastOf(const std::vector<Hold>& holds, const Weights& weights) const {
  double least = 0;
  bool found = false;
  for (const Deployment& deployment : ListCandidates(costs_, problem_, holds, weights, 1).deployments) {
    if (Refusal(costs_, problem_, deployment, energy_problem_)) continue;
    const double value = weights.Of(PriceOf(deployment.sums, problem_));
    if (!found || value < least) least = value, found = true;
  }
  return least;
}

Result<Weights> Ranking::WeightsOf(const std::vector<Hold>& holds) const {
  if (problem_.objective == spec::Objective::kLatency) return Weights{1, 0};
  if (!energy_problem_.empty()) {
    return Fail(ErrorCode::kUnavailable,
                fmt::format("cannot decide for {}: {}", spec::ObjectiveName(problem_.objective), energy_problem_));
  }
  if (problem_.objective == spec::Objective::kEnergy) return Weights{0, 1};
  const double seconds = LeastOf(holds, {1, 0});
  const double joules = LeastOf(holds, {0, 1});
  const double w = problem_.energy_weight;
  return Weights{seconds > 0 ? (1 - w) / seconds : 1 - w, joules > 0 ? w / joules : w};
}

Error Ranking::NothingAllowed() const {
  std::size_t nearest = 0;
  for (std::size_t i = 0; i < prices_.size(); ++i) {
    if (candidates_.deployments[i].sums.unmeasured == 0 && weights_.Of(prices_[i]) < weights_.Of(prices_[nearest])) nearest = i;
  }
  const Deployment& deployment = candidates_.deployments[nearest];
  const bool is_certain = candidates_.complete || candidates_.exact > 0;
  return {ErrorCode::kInfeasible,
          fmt::format("no deployment{} meets the limits; '{}' would be best but {}", is_certain ? "" : " that was looked at",
                      NameOf(problem_.device.graph, deployment.head),
                      Refusal(costs_, problem_, deployment, energy_problem_).value_or("is not allowed"))};
}

Result<void> Ranking::Rank() {
  ASSIGN_OR_RETURN(const std::vector<Hold> holds, HoldsOf(costs_, problem_));
  ASSIGN_OR_RETURN(weights_, WeightsOf(holds));
  candidates_ = ListCandidates(costs_, problem_, holds, weights_, problem_.top);
  for (std::size_t i = 0; i < candidates_.deployments.size(); ++i) {
    const Deployment& deployment = candidates_.deployments[i];
    prices_.push_back(PriceOf(deployment.sums, problem_));
    if (!Refusal(costs_, problem_, deployment, energy_problem_)) order_.push_back(i);
  }
  if (order_.empty()) return Fail(NothingAllowed());
  // Equal prices: less is sent, then more runs on the device.
  std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
    const double left = weights_.Of(prices_[a]);
    const double right = weights_.Of(prices_[b]);
    if (left != right) return left < right;
    const Sums& first = candidates_.deployments[a].sums;
    const Sums& second = candidates_.deployments[b].sums;
    if (first.up_bytes != second.up_bytes) return first.up_bytes < second.up_bytes;
    return first.head_size > second.head_size;
  });
  if (energy_problem_.empty()) front_ = ParetoFront(prices_, order_);
  return {};
}

// The best, the front and both ends, by rank; refused ends last.
std::vector<std::size_t> Ranking::Shown() const {
  const std::size_t layers = std::max<std::size_t>(1, costs_.nodes.size());
  const std::size_t most_front = std::clamp<std::size_t>(kFrontMembers / layers, 4, kFrontShown);
  const std::size_t leading = std::min(std::max(problem_.top, problem_.listed), order_.size());
  std::set<std::size_t> wanted(order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(leading));
  wanted.insert(order_.front());
  for (std::size_t i = 0; i < front_.size() && i < most_front; ++i) wanted.insert(front_[i]);
  for (std::size_t i = 0; i < candidates_.deployments.size(); ++i) {
    const std::size_t size = candidates_.deployments[i].sums.head_size;
    if (size == 0 || size == costs_.nodes.size()) wanted.insert(i);
  }
  std::vector<std::size_t> shown;
  for (const std::size_t index : order_) {
    if (wanted.erase(index) > 0) shown.push_back(index);
  }
  shown.insert(shown.end(), wanted.begin(), wanted.end());
  return shown;
}

void Ranking::AddConfidence(const std::vector<std::size_t>& shown, record::Decision& decision) const {
  std::vector<Deployment> contenders;
  for (const std::size_t index : shown) {
    const bool is_allowed = !decision.candidates[contenders.size()].refused;
    if (!is_allowed || contenders.size() == kContenders) break;
    contenders.push_back(candidates_.deployments[index]);
  }
  const auto confidence = Bootstrap(costs_, problem_, weights_, contenders);
  const double best = weights_.Of(prices_[shown.front()]);
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    record::Candidate& candidate = decision.candidates[i];
    if (!confidence) {
      candidate.ties_with_best = i > 0 && weights_.Of(prices_[shown[i]]) <= best * (1 + 1e-9);
      continue;
    }
    candidate.probability_best = confidence->probability_best[i];
    candidate.ties_with_best = i > 0 && confidence->probability_not_worse[i] > kTieProbability;
    const auto& latency = confidence->latency[i];
    candidate.predicted.latency = Quantity<Seconds>::Of(candidate.predicted.latency.value(), Source::kModelled,
                                                        metric::Interval<Seconds>{Seconds(latency.low), Seconds(latency.high)});
    if (!energy_problem_.empty()) continue;
    const auto& energy = confidence->energy[i];
    candidate.predicted.energy = Quantity<Joules>::Of(candidate.predicted.energy.value(), Source::kModelled,
                                                      metric::Interval<Joules>{Joules(energy.low), Joules(energy.high)});
  }
  decision.tie = decision.candidates.size() > 1 && decision.candidates[1].ties_with_best;
  const std::string single = "every cost is a single value; give samples to learn how sure this is";
  decision.regret = Quantity<Seconds>::Unavailable(confidence ? "the objective is no time" : single);
  decision.energy_regret = Quantity<Joules>::Unavailable(confidence ? "the objective is no energy" : single);
  if (!confidence) return;
  if (problem_.objective == spec::Objective::kLatency) {
    decision.regret = Quantity<Seconds>::Of(Seconds(confidence->regret), Source::kModelled);
  }
  if (problem_.objective == spec::Objective::kEnergy) {
    decision.energy_regret = Quantity<Joules>::Of(Joules(confidence->regret), Source::kModelled);
  }
  decision.notes.push_back(fmt::format("probabilities are of {} bootstrap draws over the measured samples", confidence->draws));
}

std::string Ranking::HowFar() const {
  const std::string many = "the graph branches too much to list all cuts: ";
  const std::string others = "the cuts after each layer and the optima of other weightings";
  if (candidates_.exact == 0) return many + "the best within the limits is the best of " + others;
  const std::string best = candidates_.exact == 1 ? "the best is exact" : fmt::format("the best {} are exact", candidates_.exact);
  return many + best + "; other alternatives are " + others;
}

void Ranking::AddNotes(record::Decision& decision) const {
  if (!candidates_.complete) decision.notes.push_back(HowFar());
  if (!energy_problem_.empty()) decision.notes.push_back("energy is unavailable: " + energy_problem_);
}

record::Decision Ranking::Record() const {
  record::Decision decision;
  decision.link = problem_.link.name;
  decision.up = problem_.link.up;
  decision.down = problem_.link.down;
  decision.round_trip = problem_.link.round_trip;
  decision.link_source = problem_.link.source;
  decision.objective = spec::ObjectiveName(problem_.objective);
  const std::vector<std::size_t> shown = Shown();
  for (const std::size_t index : shown) {
    record::Candidate candidate = Describe(costs_, problem_, candidates_.deployments[index], energy_problem_);
    candidate.refused = Refusal(costs_, problem_, candidates_.deployments[index], energy_problem_);
    candidate.on_front = std::find(front_.begin(), front_.end(), index) != front_.end();
    decision.candidates.push_back(std::move(candidate));
  }
  AddConfidence(shown, decision);
  AddNotes(decision);
  decision.counted = CountedParts(costs_, problem_);
  return decision;
}

}  // namespace

Result<record::Decision> Decide(const Problem& problem) {
  if (!(problem.link.up.value() > 0) || !(problem.link.down.value() > 0)) {
    return Fail(ErrorCode::kBadInput, "link '" + problem.link.name + "' needs rates above zero; give up_mbps and down_mbps");
  }
  ASSIGN_OR_RETURN(CostGraph costs, MakeCostGraph(problem.device, problem.cloud));
  Ranking ranking(problem, std::move(costs));
  TRY(ranking.Rank());
  return ranking.Record();
}

}  // namespace dnntune::partition
