// SPDX-License-Identifier: Apache-2.0
#include "partition/explain.h"

#include <algorithm>
#include <utility>

#include "partition/candidates.h"
#include "partition/decide.h"
#include "partition/describe.h"

namespace dnntune::partition {
namespace {

using record::Neighbour;
using record::Switch;

constexpr std::size_t kMostNeighbours = 20;

std::vector<bool> MembersOf(const Problem& problem, const record::Candidate& candidate) {
  std::vector<bool> members(problem.device.graph.layers().size(), false);
  for (const std::string& name : candidate.head) members[*problem.device.graph.FindLayer(name)] = true;
  return members;
}

// Whether the head stays closed when the layer is added to it or taken out.
class Closure {
 public:
  explicit Closure(const CostGraph& costs) : before_(costs.nodes.size()), after_(costs.nodes.size()) {
    for (const CostTensor& tensor : costs.tensors) {
      if (!tensor.producer) continue;
      for (const LayerId reader : tensor.readers) {
        before_[reader].push_back(*tensor.producer);
        after_[*tensor.producer].push_back(reader);
      }
    }
  }
  [[nodiscard]] bool CanMove(const std::vector<bool>& members, LayerId layer) const {
    if (members[layer])
      return std::none_of(after_[layer].begin(), after_[layer].end(), [&](LayerId next) { return members[next]; });
    return std::all_of(before_[layer].begin(), before_[layer].end(), [&](LayerId previous) { return members[previous]; });
  }

 private:
  std::vector<std::vector<LayerId>> before_;
  std::vector<std::vector<LayerId>> after_;
};

std::string DecidingTerm(const Neighbour& neighbour, spec::Objective objective) {
  std::vector<std::pair<double, const char*>> terms = {{neighbour.device_s, "computing on the device"},
                                                       {neighbour.upload_s, "upload"},
                                                       {neighbour.cloud_s, "computing in the cloud"},
                                                       {neighbour.download_s, "download"}};
  if (objective == spec::Objective::kEnergy) {
    terms = {{neighbour.compute_j.value_or(0), "energy of computing"}, {neighbour.radio_j.value_or(0), "energy of the radio"}};
  }
  const auto largest = std::max_element(terms.begin(), terms.end());
  return largest->first > 0 ? largest->second : "none: it is as good";
}

class Explainer {
 public:
  Explainer(const Problem& problem, const CostGraph& costs, const record::Candidate& best)
      : problem_(problem), costs_(costs), energy_problem_(EnergyProblem(costs, problem)), members_(MembersOf(problem, best)) {
    best_ = PriceOf(SumUp(costs_, Head::Set(members_)), problem_);
  }

  [[nodiscard]] Neighbour Compare(const std::vector<bool>& members, std::string change) const {
    const Head head = Head::Set(members);
    const Deployment deployment{head, SumUp(costs_, head)};
    const Price price = PriceOf(deployment.sums, problem_);
    Neighbour neighbour;
    neighbour.candidate = Describe(costs_, problem_, deployment, energy_problem_);
    neighbour.candidate.refused = Refusal(costs_, problem_, deployment, energy_problem_);
    neighbour.change = std::move(change);
    neighbour.device_s = price.device_s - best_.device_s;
    neighbour.upload_s = price.upload_s - best_.upload_s;
    neighbour.cloud_s = price.cloud_s - best_.cloud_s;
    neighbour.download_s = price.download_s - best_.download_s;
    neighbour.latency_s = price.latency_s - best_.latency_s;
    if (neighbour.candidate.predicted.energy.IsAvailable()) {
      neighbour.compute_j = price.compute_j - best_.compute_j;
      neighbour.radio_j = price.radio_j - best_.radio_j;
      neighbour.energy_j = price.energy_j - best_.energy_j;
    }
    neighbour.deciding = DecidingTerm(neighbour, problem_.objective);
    return neighbour;
  }

  [[nodiscard]] std::vector<Neighbour> Neighbours() const {
    std::vector<Neighbour> neighbours;
    const Closure closure(costs_);
    const auto layers = problem_.device.graph.layers();
    for (LayerId layer = 0; layer < members_.size() && neighbours.size() < kMostNeighbours; ++layer) {
      if (!closure.CanMove(members_, layer)) continue;
      std::vector<bool> moved = members_;
      moved[layer] = !moved[layer];
      neighbours.push_back(Compare(moved, "moves " + layers[layer].name + (moved[layer] ? " to the device" : " to the cloud")));
    }
    for (const bool everything : {true, false}) {
      const std::vector<bool> end(members_.size(), everything);
      const auto same = [&](const Neighbour& known) { return known.candidate.head.size() == (everything ? members_.size() : 0); };
      if (end != members_ && std::none_of(neighbours.begin(), neighbours.end(), same)) neighbours.push_back(Compare(end, ""));
    }
    return neighbours;
  }

  // latency(rate) = fixed + 8 * bytes / rate for each deployment, the rest of the link as it is: two meet at one rate.
  [[nodiscard]] std::vector<Switch> Switches(const std::vector<Deployment>& others) const {
    const Sums mine = SumUp(costs_, Head::Set(members_));
    const double rate = problem_.link.up.value();
    const double my_bits = 8 * mine.up_bytes;
    const double my_fixed = best_.latency_s - my_bits / rate;
    std::optional<Switch> lower, upper;
    const Deployment *below = nullptr, *above = nullptr;
    for (const Deployment& other : others) {
      if (Refusal(costs_, problem_, other, energy_problem_)) continue;
      const double bits = 8 * other.sums.up_bytes;
      const double fixed = PriceOf(other.sums, problem_).latency_s - bits / rate;
      if (fixed == my_fixed || (my_bits - bits) / (fixed - my_fixed) <= 0) continue;
      const BitRate meeting((my_bits - bits) / (fixed - my_fixed));
      if (bits < my_bits && meeting.value() <= rate && (!lower || meeting > lower->up))
        lower = Switch{meeting, true, ""}, below = &other;
      if (bits > my_bits && meeting.value() >= rate && (!upper || meeting < upper->up))
        upper = Switch{meeting, false, ""}, above = &other;
    }
    std::vector<Switch> switches;
    for (auto& [found, other] : {std::pair{lower, below}, std::pair{upper, above}}) {
      if (!found) continue;
      switches.push_back({found->up, found->below, NameOf(problem_.device.graph, other->head)});
    }
    return switches;
  }

 private:
  const Problem& problem_;
  const CostGraph& costs_;
  std::string energy_problem_;
  std::vector<bool> members_;
  Price best_;
};

}  // namespace

Result<record::Explanation> Explain(const Problem& problem) {
  ASSIGN_OR_RETURN(const record::Decision decision, Decide(problem));
  ASSIGN_OR_RETURN(const CostGraph costs, MakeCostGraph(problem.device, problem.cloud));
  record::Explanation explanation;
  explanation.best = decision.candidates.front();
  const Explainer explainer(problem, costs, explanation.best);
  explanation.neighbours = explainer.Neighbours();
  if (problem.objective == spec::Objective::kLatency) {
    ASSIGN_OR_RETURN(const auto holds, HoldsOf(costs, problem));
    explanation.switches = explainer.Switches(ListCandidates(costs, problem, holds, {1, 0}, 1).deployments);
  }
  return explanation;
}

}  // namespace dnntune::partition
