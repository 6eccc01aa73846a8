// SPDX-License-Identifier: Apache-2.0
#include "report/decision_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "report/number_format.h"
#include "report/proof.h"

namespace dnntune::report {
namespace {

using record::Candidate;
using record::Decision;
using record::Proof;

Cell Probability(const Candidate& candidate) {
  if (candidate.probability_best) return Number{*candidate.probability_best, metric::Source::kModelled, std::nullopt};
  return Missing{candidate.refused ? "not allowed" : "not among the contenders, or every cost is a single value"};
}

std::string Remark(const Candidate& candidate, bool is_best) {
  if (candidate.refused) return "ruled out: " + *candidate.refused;
  std::string remark = is_best ? "best" : "";
  const auto add = [&](const char* text) { remark += (remark.empty() ? "" : ", ") + std::string(text); };
  if (candidate.ties_with_best) add("ties with the best");
  if (candidate.on_front) add("on the Pareto front");
  return remark;
}

constexpr const char* kOnFront = "front";

// Among the deployments that are allowed; for reading by programs and for the chart.
Cell Standing(const Candidate& candidate) {
  if (candidate.refused) return std::string("ruled out");
  if (!candidate.predicted.energy.IsAvailable()) return Missing{candidate.predicted.energy.reason()};
  return std::string(candidate.on_front ? kOnFront : "dominated");
}

const std::vector<Column> kColumns = {{"deployment", "Deployment"},
                                      {"latency", "Latency", Hint::kSeconds},
                                      {"device", "Device", Hint::kSeconds},
                                      {"upload", "Upload", Hint::kSeconds},
                                      {"cloud", "Cloud", Hint::kSeconds},
                                      {"download", "Download", Hint::kSeconds},
                                      {"energy", "Energy", Hint::kJoules},
                                      {"sent", "Sent", Hint::kBytes},
                                      {"probability_best", "Best with", Hint::kProbability},
                                      {"compute_energy", "Compute energy", Hint::kJoules, true},
                                      {"radio_energy", "Radio energy", Hint::kJoules, true},
                                      {"pareto", "Pareto", Hint::kText, true},
                                      {"remark", "Remark"}};

Row CandidateRow(const Candidate& candidate, bool is_best) {
  const record::Prediction& predicted = candidate.predicted;
  return {{candidate.name, ToCell(predicted.latency), ToCell(predicted.device), ToCell(predicted.upload), ToCell(predicted.cloud),
           ToCell(predicted.download), ToCell(predicted.energy), Number{candidate.upload_bytes.value(), std::nullopt, std::nullopt},
           Probability(candidate), ToCell(predicted.compute_energy), ToCell(predicted.radio_energy), Standing(candidate),
           Remark(candidate, is_best)},
          is_best};
}

// Rows in the order of the model, for the chart: from all in the cloud to all on the device.
Table AlongTheModel(const Decision& decision, const std::string& prefix) {
  std::vector<std::size_t> order(decision.candidates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return decision.candidates[a].head.size() < decision.candidates[b].head.size();
  });
  Table table{.id = prefix + "along",
              .title = "Every deployment, in the order of the model",
              .columns = kColumns,
              .rows = {},
              .detail = true};
  for (const std::size_t index : order) table.rows.push_back(CandidateRow(decision.candidates[index], index == decision.proven));
  return table;
}

Chart TimeChart(const std::string& prefix) {
  return {.id = prefix + "chart",
          .title = "Where the time goes, by the layer after which the model is cut",
          .kind = Chart::Kind::kStackedBars,
          .table = prefix + "along",
          .category = "deployment",
          .series = {"device", "upload", "cloud", "download"}};
}

Chart ParetoChart(const std::string& prefix) {
  return {.id = prefix + "pareto",
          .title = "Latency against energy: nothing allowed is better in both than a point of the Pareto front",
          .kind = Chart::Kind::kScatter,
          .table = prefix + "along",
          .category = "deployment",
          .series = {"latency", "energy"},
          .group = "pareto",
          .joined = kOnFront};
}

// One point is no trade-off.
bool HasTradeOff(const Decision& decision) {
  return std::count_if(decision.candidates.begin(), decision.candidates.end(), [](const Candidate& candidate) {
           return candidate.predicted.latency.IsAvailable() && candidate.predicted.energy.IsAvailable();
         }) > 1;
}

const Candidate* FindCandidate(const Decision& decision, const std::string& name) {
  for (const Candidate& candidate : decision.candidates) {
    if (candidate.name == name) return &candidate;
  }
  return nullptr;
}

// Device and cloud have files of their own: there are two whole models.
bool HasTwoWholes(const Decision& decision) {
  return std::any_of(decision.proofs.begin(), decision.proofs.end(), [](const Proof& proof) { return proof.from_device; });
}

Table ProofTable(const Decision& decision, const std::string& prefix) {
  Table table{.id = prefix + "proofs",
              .title = "Run for real; the transfer is modelled from the link",
              .columns = {{"deployment", "Deployment"},
                          {"predicted", "Predicted", Hint::kSeconds},
                          {"measured", "Measured", Hint::kSeconds},
                          {"difference", "Difference"},
                          {"device", "Device", Hint::kSeconds},
                          {"transfer", "Transfer", Hint::kSeconds},
                          {"cloud", "Cloud", Hint::kSeconds},
                          {"energy", "Energy", Hint::kJoules},
                          {"output", "Output against the whole model's"}},
              .rows = {}};
  const bool has_two_wholes = HasTwoWholes(decision);
  if (has_two_wholes) {
    table.columns.back().title = "Output against the cloud's whole model";
    table.columns.push_back({"output_device", "Against the device's"});
  }
  for (const Proof& proof : decision.proofs) {
    const Candidate* candidate = FindCandidate(decision, proof.candidate);
    if (candidate == nullptr) continue;
    const bool is_best = candidate == &decision.candidates[decision.proven];
    table.rows.push_back({{proof.candidate, ToCell(candidate->predicted.latency), ToCell(proof.latency),
                           DifferenceOf(*candidate, proof), ToCell(proof.device), ToCell(proof.transfer), ToCell(proof.cloud),
                           ToCell(proof.energy), DifferenceCell(proof, proof.difference)},
                          is_best});
    if (has_two_wholes) table.rows.back().cells.push_back(DifferenceCell(proof, proof.from_device));
  }
  return table;
}

const Proof* ProofOf(const Decision& decision, const Candidate& candidate) {
  for (const Proof& proof : decision.proofs) {
    if (proof.candidate == candidate.name && proof.failure.empty()) return &proof;
  }
  return nullptr;
}

std::string Deployment(const Candidate& candidate, const std::string& device, const std::string& cloud) {
  switch (candidate.place) {
    case record::Place::kDevice:
      return "run everything on " + device;
    case record::Place::kCloud:
      return "run everything on " + cloud;
    case record::Place::kSplit:
      return fmt::format("run up to {} on {}, the rest on {}", candidate.name.substr(std::string("after ").size()), device, cloud);
  }
  return candidate.name;
}

// The objective's value: measured where it was run, else predicted.
std::string ValueText(const Decision& decision, const Candidate& candidate) {
  const Proof* proof = ProofOf(decision, candidate);
  const bool is_energy = decision.objective == "energy";
  if (is_energy) {
    const bool is_run = proof != nullptr && proof->energy.IsAvailable();
    return FormatCell(ToCell(is_run ? proof->energy : candidate.predicted.energy), Hint::kJoules) + (is_run ? "" : " predicted");
  }
  const bool is_run = proof != nullptr && proof->latency.IsAvailable();
  return FormatCell(ToCell(is_run ? proof->latency : candidate.predicted.latency), Hint::kSeconds) + (is_run ? "" : " predicted");
}

// The better of the two ends, where the answer is a split: what the split gains over.
std::string BetterEnd(const Decision& decision, const Candidate& best) {
  if (best.place != record::Place::kSplit) return "";
  for (const Candidate& candidate : decision.candidates) {
    if (candidate.place == record::Place::kSplit || candidate.refused) continue;
    return fmt::format("; {} {}", candidate.name, ValueText(decision, candidate));
  }
  return "";
}

std::string Doubts(const Decision& decision) {
  std::string doubts;
  if (decision.overturned) doubts += ", where the run overturned the prediction " + decision.candidates[decision.best].name;
  if (decision.tie && decision.candidates.size() > 1)
    doubts += ", a tie with " + decision.candidates[decision.best == 0 ? 1 : 0].name;
  return doubts;
}

// What speaks against the answer's own run; empty: nothing.
std::string WhyNotProved(const Decision& decision, const Candidate& best) {
  for (const Proof& proof : decision.proofs) {
    if (proof.candidate == best.name) return record::WhyUnproved(proof);
  }
  return "";
}

// An answer, round the values of the links where it is given.
struct Answer {
  std::string before;
  std::string after;
  bool operator==(const Answer&) const = default;
};

Answer AnswerOf(const Decision& decision, const std::string& deployment) {
  const std::string why = WhyNotProved(decision, decision.candidates[decision.proven]);
  if (decision.recommended) return {deployment + " (", why.empty() ? ")" : "; allowed, but " + why + ")"};
  const Candidate* proved = BestProved(decision);
  return {"nothing is recommended: to " + deployment + " would be best (",
          "), but " + why + (proved == nullptr ? "" : "; proved is " + proved->name)};
}

// Links whose answer is the same.
struct Group {
  Answer answer;
  std::vector<std::string> links;
  std::vector<std::string> values;
};

std::string Values(const Group& group) {
  const bool are_same =
      std::all_of(group.values.begin(), group.values.end(), [&](const auto& value) { return value == group.values[0]; });
  if (are_same) return group.values[0];
  std::string text;
  for (std::size_t i = 0; i < group.values.size(); ++i) text += (i == 0 ? "" : ", ") + group.links[i] + ": " + group.values[i];
  return text;
}

}  // namespace

Cell DifferenceOf(const Candidate& candidate, const Proof& proof) {
  if (!proof.latency.IsAvailable()) return Missing{proof.latency.reason()};
  if (!candidate.predicted.latency.IsAvailable()) return Missing{candidate.predicted.latency.reason()};
  const double predicted = candidate.predicted.latency.value().count();
  if (predicted == 0) return Missing{"no time at all was predicted, which nothing can be a share of"};
  return fmt::format("{:+.1f} %", 100 * (proof.latency.value().count() / predicted - 1));
}

std::string AnswerSentence(const std::vector<const Decision*>& decisions, const std::string& device, const std::string& cloud) {
  std::vector<Group> groups;
  for (const Decision* decision : decisions) {
    const Candidate& best = decision->candidates[decision->proven];
    const Answer answer = AnswerOf(*decision, Deployment(best, device, cloud));
    auto group = std::ranges::find(groups, answer, &Group::answer);
    if (group == groups.end()) group = groups.insert(group, Group{answer, {}, {}});
    group->links.push_back(decision->link);
    group->values.push_back(ValueText(*decision, best) + BetterEnd(*decision, best) + Doubts(*decision));
  }
  std::string sentence = fmt::format("For {}:", decisions.front()->objective);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto& [answer, links, values] = groups[i];
    sentence += fmt::format("{} on {} {}{}{}", i == 0 ? "" : ";", Joined(links), answer.before, Values(groups[i]), answer.after);
  }
  return sentence + ".";
}

Table CandidateTable(const Decision& decision, const std::string& prefix) {
  Table table{.id = prefix + "candidates", .title = "Predicted, best first", .columns = kColumns, .rows = {}};
  for (std::size_t i = 0; i < decision.candidates.size(); ++i) {
    table.rows.push_back(CandidateRow(decision.candidates[i], i == decision.proven));
  }
  return table;
}

std::vector<Block> DecisionBlocks(const Decision& decision, const std::string& prefix) {
  std::vector<Block> blocks;
  const double mbps = 1e6;
  blocks.emplace_back(Text{fmt::format("{}: {:g} Mbit/s up, {:g} Mbit/s down, round trip {:g} ms ({}).", decision.link,
                                       decision.up.value() / mbps, decision.down.value() / mbps, decision.round_trip.count() * 1e3,
                                       decision.link_source.empty() ? "declared" : decision.link_source),
                           Text::Kind::kPlain});
  if (!decision.proofs.empty()) blocks.emplace_back(ProofTable(decision, prefix));
  blocks.emplace_back(TimeChart(prefix));
  if (HasTradeOff(decision)) blocks.emplace_back(ParetoChart(prefix));
  blocks.emplace_back(AlongTheModel(decision, prefix));
  blocks.emplace_back(Text{fmt::format("Counted: {}.", fmt::join(decision.counted, "; ")), Text::Kind::kPlain});
  if (decision.regret.IsAvailable())
    blocks.emplace_back(Fact{prefix + "regret", "Expected loss if the answer is wrong", ToCell(decision.regret), Hint::kSeconds});
  if (decision.energy_regret.IsAvailable()) {
    blocks.emplace_back(
        Fact{prefix + "energy_regret", "Expected loss if the answer is wrong", ToCell(decision.energy_regret), Hint::kJoules});
  }
  for (const std::string& note : decision.notes) blocks.emplace_back(Text{note, Text::Kind::kNote});
  return blocks;
}

}  // namespace dnntune::report
