// SPDX-License-Identifier: Apache-2.0
#include "tune/decide.h"

#include <algorithm>
#include <string>

#include "partition/decide.h"

namespace dnntune::tune {
namespace {

link::Radio RadioOf(const spec::RadioSpec& radio) {
  return {.per_up_mbps = Watts(radio.per_up_mbps_w),
          .per_down_mbps = Watts(radio.per_down_mbps_w),
          .base = Watts(radio.base_w),
          .promotion = {Watts(radio.promotion_w), Seconds(radio.promotion_s)},
          .tail = {Watts(radio.tail_w), Seconds(radio.tail_s)}};
}

Result<link::Link> LinkOf(const spec::LinkSpec& row) {
  const auto preset = link::FindPreset(row.name);
  if (!preset && (!row.up_mbps || !row.down_mbps)) {
    return Fail(ErrorCode::kBadInput,
                "links: '" + row.name + "' is no preset (3g, 4g, wifi, ethernet) and has no rates; give up_mbps and down_mbps");
  }
  link::Link link = preset.value_or(link::Link{});
  link.name = row.name;
  if (row.up_mbps) link.up = MegabitsPerSecond(*row.up_mbps);
  if (row.down_mbps) link.down = MegabitsPerSecond(*row.down_mbps);
  if (row.round_trip_ms) link.round_trip = Seconds(*row.round_trip_ms / 1000);
  if (row.radio) link.radio = RadioOf(*row.radio);
  if (row.up_mbps || row.down_mbps || row.round_trip_ms || row.radio) link.source = "declared in the config";
  return link;
}

std::vector<spec::Objective> Objectives(spec::Objective first) {
  std::vector<spec::Objective> objectives = {first};
  for (const spec::Objective other : {spec::Objective::kLatency, spec::Objective::kEnergy}) {
    if (other != first) objectives.push_back(other);
  }
  return objectives;
}

const char* Name(spec::Objective objective) {
  switch (objective) {
    case spec::Objective::kLatency:
      return "latency";
    case spec::Objective::kEnergy:
      return "energy";
    case spec::Objective::kWeighted:
      return "weighted";
  }
  return "latency";
}

}  // namespace

Result<std::vector<link::Link>> LinksOf(const spec::Spec& spec) {
  std::vector<link::Link> links;
  for (const spec::LinkSpec& row : spec.links) {
    ASSIGN_OR_RETURN(link::Link link, LinkOf(row));
    links.push_back(std::move(link));
  }
  return links;
}

Result<Decisions> DecideAll(const record::Profile& device, const record::Profile& cloud, const spec::Spec& spec) {
  ASSIGN_OR_RETURN(const std::vector<link::Link> links, LinksOf(spec));
  Decisions decisions;
  std::optional<Error> last;
  for (const spec::Objective objective : Objectives(spec.objective)) {
    for (const link::Link& link : links) {
      const partition::Problem problem{
          .device = device,
          .cloud = cloud,
          .link = link,
          .counting = {spec.count_round_trip, spec.count_download, spec.count_promotion, spec.count_tail},
          .objective = objective,
          .energy_weight = spec.energy_weight,
          .limits = spec.limits,
          .top = device.graph.layers().size() + 1};
      auto decision = partition::Decide(problem);
      if (decision) {
        decisions.made.push_back({link, *std::move(decision)});
        continue;
      }
      last = decision.error();
      if (last->code != ErrorCode::kInfeasible && last->code != ErrorCode::kUnavailable) return Fail(*last);
      decisions.skipped.push_back(link.name + ", " + Name(objective) + ": " + last->message);
    }
  }
  if (decisions.made.empty())
    return Fail(last.value_or(Error{ErrorCode::kBadInput, "no link to decide for; add links to the config"}));
  return decisions;
}

}  // namespace dnntune::tune
