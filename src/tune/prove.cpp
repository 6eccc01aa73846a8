// SPDX-License-Identifier: Apache-2.0
#include "tune/prove.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "metric/energy.h"

namespace dnntune::tune {
namespace {

using metric::Interval;
using metric::Quantity;
using metric::Source;

double Half(const Quantity<Seconds>& quantity) {
  const auto& interval = quantity.interval();
  return interval ? (interval->high - interval->low).count() / 2 : 0;
}

// The total of what runs. A part with nothing to run adds nothing; a part that failed makes the total unavailable.
// The half widths of independent medians add in quadrature.
Quantity<Seconds> Total(const record::Proof& proof, bool has_head, bool has_tail) {
  double total = proof.transfer.value().count();
  double square = 0;
  bool spread_known = true;
  for (const auto& [part, present] : {std::pair{&proof.device, has_head}, std::pair{&proof.cloud, has_tail}}) {
    if (!present) continue;
    if (!part->IsAvailable()) return *part;
    total += part->value().count();
    square += Half(*part) * Half(*part);
    spread_known = spread_known && part->interval().has_value();
  }
  std::optional<Interval<Seconds>> interval;
  if (spread_known) interval = {Seconds(total - std::sqrt(square)), Seconds(total + std::sqrt(square))};
  // Measured parts plus a modelled transfer; where nothing is sent it is all measured.
  const bool all_measured = proof.transfer.value().count() == 0;
  return Quantity<Seconds>::Of(Seconds(total), all_measured ? Source::kMeasured : Source::kModelled, interval);
}

Quantity<Joules> Energy(const record::Proof& proof, bool has_head, const Quantity<Joules>& radio, const record::Power& power) {
  if (!proof.failure.empty()) return Quantity<Joules>::Unavailable(proof.failure);
  if (!radio.IsAvailable()) return radio;
  if (!has_head) return Quantity<Joules>::Of(radio.value(), Source::kModelled);
  const auto computing = metric::EnergyAboveIdle(proof.device, power.active, power.idle);
  if (!computing.IsAvailable()) return computing;
  std::optional<Interval<Joules>> interval;
  if (const auto& bounds = computing.interval()) interval = {bounds->low + radio.value(), bounds->high + radio.value()};
  return Quantity<Joules>::Of(computing.value() + radio.value(), Source::kModelled, interval);
}

// The proof's value of the decision's objective; nothing where it could not be had.
std::optional<Interval<double>> Objective(const record::Decision& decision, const record::Proof& proof) {
  if (!record::WhyUnproved(proof).empty()) return std::nullopt;
  const auto bounds = [](const auto& quantity, auto number) -> std::optional<Interval<double>> {
    if (!quantity.IsAvailable()) return std::nullopt;
    const auto& interval = quantity.interval();
    return interval ? Interval<double>{number(interval->low), number(interval->high)}
                    : Interval<double>{number(quantity.value()), number(quantity.value())};
  };
  if (decision.objective == "latency") return bounds(proof.latency, [](Seconds time) { return time.count(); });
  if (decision.objective == "energy") return bounds(proof.energy, [](Joules energy) { return energy.value(); });
  return std::nullopt;  // a weighted sum of predictions has no single measured counterpart
}

// Only what both prove can overturn what was predicted.
void CompareRuns(record::Decision& decision) {
  if (decision.proofs.size() < 2) return;
  const auto best = Objective(decision, decision.proofs[0]);
  const auto other = Objective(decision, decision.proofs[1]);
  if (const std::string why = record::WhyUnproved(decision.proofs[0]); !why.empty() && other) {
    decision.notes.push_back("the predicted best is not proved: " + why);
  }
  if (!best || !other) return;
  const std::string& other_name = decision.proofs[1].candidate;
  if (other->high < best->low) {
    decision.overturned = true;
    decision.proven = CandidatesToProve(decision)[1];
    decision.notes.push_back("the measurement overturned the prediction: '" + other_name + "' ran better than '" +
                             decision.proofs[0].candidate + "'");
  } else if (other->low <= best->high) {
    decision.notes.push_back("tie: the runs of '" + decision.proofs[0].candidate + "' and '" + other_name +
                             "' cannot be told apart");
  }
}

using HeadIndex = std::map<std::vector<std::string>, std::size_t>;  // where the times of a head are

// The ends that were run for another decision: what a split is compared with should be measured where it can be.
void AddEnds(const record::Decision& decision, const HeadIndex& index, std::vector<std::size_t>& proven) {
  for (std::size_t i = 0; i < decision.candidates.size(); ++i) {
    const record::Candidate& candidate = decision.candidates[i];
    const bool is_end = candidate.place != record::Place::kSplit && !candidate.refused;
    const bool is_new = std::find(proven.begin(), proven.end(), i) == proven.end();
    if (is_end && is_new && index.count(candidate.head) > 0) proven.push_back(i);
  }
}

}  // namespace

std::vector<std::size_t> CandidatesToProve(const record::Decision& decision) {
  std::vector<std::size_t> chosen;
  if (decision.best < decision.candidates.size()) chosen.push_back(decision.best);
  for (std::size_t i = 0; i < decision.candidates.size() && chosen.size() < 2; ++i) {
    if (i != decision.best && !decision.candidates[i].refused) chosen.push_back(i);
  }
  return chosen;
}

record::Proof MakeProof(const record::Candidate& candidate, const split::PartTimes& times, const link::Link& link,
                        const link::Counting& counting, const record::Power& power) {
  record::Proof proof;
  proof.candidate = candidate.name;
  proof.device = times.device;
  proof.cloud = times.cloud;
  proof.difference = times.difference;
  proof.from_device = times.from_device;
  proof.failure = times.failure;
  const Bytes down = counting.download ? candidate.download_bytes : Bytes(0);
  const Seconds transfer = link::UploadTime(link, candidate.upload_bytes, counting) + link::DownloadTime(link, down);
  proof.transfer = Quantity<Seconds>::Of(transfer, Source::kModelled);
  const bool has_head = !candidate.head.empty();
  proof.latency = Total(proof, has_head, !candidate.tail.empty());
  proof.energy = Energy(proof, has_head, link::RadioEnergy(link, candidate.upload_bytes, down, counting), power);
  return proof;
}

std::string Doubt(const record::Proof& proof, const std::optional<record::OutputDifference>& repeat) {
  if (repeat && !record::IsWithin(*repeat)) return "two runs of the whole model differ, so nothing can be held against it";
  for (const auto& [difference, whole] : {std::pair{&proof.difference, "the whole model's"},
                                          std::pair{&proof.from_device, "those of the whole model on the device"}}) {
    if (!*difference || record::IsWithin(**difference)) continue;
    return fmt::format("its outputs differ from {}: {} ({} is asked)", whole, record::HowFar(**difference),
                       record::Describe(*(*difference)->held_to));
  }
  return "";
}

void ApplyProofs(record::Decision& decision, std::vector<record::Proof> proofs) {
  decision.proofs = std::move(proofs);
  decision.proven = decision.best;
  decision.overturned = false;
  CompareRuns(decision);
  const std::size_t index = decision.overturned ? 1 : 0;
  decision.recommended = index >= decision.proofs.size() || record::WhyUnproved(decision.proofs[index]).empty();
}

Result<std::optional<record::OutputDifference>> ProveAll(std::vector<LinkDecision>& decisions, const record::Power& power,
                                                         const split::Stage& stage, const link::Counting& counting) {
  HeadIndex index;  // a head that several decisions want is run once
  std::vector<std::vector<std::string>> heads;
  for (const LinkDecision& entry : decisions) {
    for (const std::size_t i : CandidatesToProve(entry.decision)) {
      const auto& head = entry.decision.candidates[i].head;
      if (index.emplace(head, heads.size()).second) heads.push_back(head);
    }
  }
  ASSIGN_OR_RETURN(const split::SplitTimes times, split::MeasureSplits(stage, heads));
  for (LinkDecision& entry : decisions) {
    std::vector<record::Proof> proofs;
    std::vector<std::size_t> proven = CandidatesToProve(entry.decision);
    AddEnds(entry.decision, index, proven);
    for (const std::size_t i : proven) {
      const record::Candidate& candidate = entry.decision.candidates[i];
      const split::PartTimes& measured = times.deployments[index.at(candidate.head)];
      proofs.push_back(MakeProof(candidate, measured, entry.link, counting, power));
      proofs.back().unproved = Doubt(proofs.back(), times.repeat);
    }
    ApplyProofs(entry.decision, std::move(proofs));
  }
  return times.repeat;
}

}  // namespace dnntune::tune
