// SPDX-License-Identifier: Apache-2.0
#include "report/partition_document.h"

#include <fmt/format.h>

#include <utility>

#include "report/decision_section.h"
#include "report/number_format.h"

namespace dnntune::report {
namespace {

std::string NameOf(const record::Profile& profile, const char* otherwise) {
  return profile.device.name.empty() ? otherwise : profile.device.name;
}

// What is to be known of the two devices, one sentence each.
void AddNotes(const Ends& ends, std::vector<std::string>& verdict) {
  for (const auto& [profile, otherwise] : {std::pair(&ends.device, "the device"), std::pair(&ends.cloud, "the cloud")}) {
    if (const auto note = record::DeviceNote(profile->device)) verdict.push_back(NameOf(*profile, otherwise) + ": " + *note + ".");
  }
}

Cell More(double value) {
  return Number{value, metric::Source::kModelled, std::nullopt};
}

Cell More(const std::optional<double>& joules) {
  return joules ? More(*joules) : Cell(Missing{"energy is unavailable; see 'dnntune partition'"});
}

Table NeighbourTable(const record::Explanation& explanation) {
  Table table{.id = "neighbours",
              .title = "What other deployments cost more than the best",
              .columns = {{"deployment", "Deployment"},
                          {"change", "Change"},
                          {"latency", "Latency", Hint::kSeconds},
                          {"device", "Device", Hint::kSeconds},
                          {"upload", "Upload", Hint::kSeconds},
                          {"cloud", "Cloud", Hint::kSeconds},
                          {"download", "Download", Hint::kSeconds},
                          {"energy", "Energy", Hint::kJoules},
                          {"deciding", "What decides"}},
              .rows = {}};
  for (const record::Neighbour& row : explanation.neighbours) {
    const std::string why = row.candidate.refused ? "ruled out: " + *row.candidate.refused : row.deciding;
    table.rows.push_back({{row.candidate.name, row.change, More(row.latency_s), More(row.device_s), More(row.upload_s),
                           More(row.cloud_s), More(row.download_s), More(row.energy_j), why},
                          false});
  }
  return table;
}

}  // namespace

Document PartitionDocument(const record::Decision& decision, const Ends& ends) {
  Document document{.kind = "partition", .title = "Where to cut", .verdict = {}, .sections = {}};
  document.verdict.push_back(AnswerSentence({&decision}, NameOf(ends.device, "the device"), NameOf(ends.cloud, "the cloud")));
  AddNotes(ends, document.verdict);
  Section section{"decision", "Deployments", "", {}};
  section.blocks.emplace_back(CandidateTable(decision, ""));
  for (Block& block : DecisionBlocks(decision, "")) section.blocks.push_back(std::move(block));
  document.sections.push_back(std::move(section));
  return document;
}

Document ExplainDocument(const record::Explanation& explanation, const std::string& link, const Ends& ends) {
  Document document{.kind = "explain", .title = "Why cut there", .verdict = {}, .sections = {}};
  document.verdict.push_back(fmt::format("Best on {}: {}, {} predicted.", link, explanation.best.name,
                                         FormatCell(ToCell(explanation.best.predicted.latency), Hint::kSeconds)));
  for (const record::Switch& change : explanation.switches) {
    document.verdict.push_back(fmt::format("{} {} up, '{}' takes less time.", change.below ? "Below" : "Above",
                                           FormatValue(change.up.value(), Hint::kBitRate), change.candidate));
  }
  AddNotes(ends, document.verdict);
  document.sections.push_back({"neighbours", "Neighbours", "", {NeighbourTable(explanation)}});
  return document;
}

}  // namespace dnntune::report
