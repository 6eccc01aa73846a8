// SPDX-License-Identifier: Apache-2.0
#include "tune/decide.h"

#include <algorithm>
#include <string>

#include "partition/decide.h"
#include "partition/holds.h"
#include "spec/links.h"

namespace dnntune::tune {
namespace {

std::vector<spec::Objective> Objectives(spec::Objective first) {
  std::vector<spec::Objective> objectives = {first};
  for (const spec::Objective other : {spec::Objective::kLatency, spec::Objective::kEnergy}) {
    if (other != first) objectives.push_back(other);
  }
  return objectives;
}

}  // namespace

Result<std::vector<link::Link>> LinksOf(const spec::Spec& spec) {
  std::vector<link::Link> links;
  for (const spec::LinkSpec& row : spec.links) {
    ASSIGN_OR_RETURN(link::Link link, spec::ToLink(row));
    links.push_back(std::move(link));
  }
  return links;
}

Result<void> CheckWishes(const graph::Graph& graph, const spec::Spec& spec) {
  TRY(LinksOf(spec));
  return partition::CheckPins(graph, spec.limits);
}

Result<Decisions> DecideAll(const record::Profile& device, const record::Profile& cloud, const spec::Spec& spec) {
  ASSIGN_OR_RETURN(const std::vector<link::Link> links, LinksOf(spec));
  Decisions decisions;
  std::optional<Error> first;  // of the spec's own objective
  for (const spec::Objective objective : Objectives(spec.objective)) {
    for (const link::Link& link : links) {
      const partition::Problem problem{.device = device,
                                       .cloud = cloud,
                                       .link = link,
                                       .counting = spec.counting,
                                       .objective = objective,
                                       .energy_weight = spec.energy_weight,
                                       .limits = spec.limits,
                                       .listed = device.graph.layers().size() + 1};
      auto decision = partition::Decide(problem);
      if (decision) {
        decisions.made.push_back({link, *std::move(decision)});
        continue;
      }
      const Error& error = decision.error();
      if (error.code != ErrorCode::kInfeasible && error.code != ErrorCode::kUnavailable) return Fail(error);
      decisions.skipped.push_back(link.name + ", " + spec::ObjectiveName(objective) + ": " + error.message);
      if (!first) first = error;
    }
  }
  if (decisions.made.empty()) return Fail(*first);  // a spec has a link
  return decisions;
}

}  // namespace dnntune::tune
