// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/partition_flags.h"
#include "cli/verb.h"
#include "partition/explain.h"
#include "report/number_format.h"

namespace dnntune::cli {
namespace {

using report::Cell;
using report::Hint;

Cell More(double value) {
  return report::Number{value, metric::Source::kModelled, std::nullopt};
}

Cell More(const std::optional<double>& joules) {
  return joules ? More(*joules) : Cell(report::Missing{"energy is unavailable; see 'dnntune partition'"});
}

report::Table NeighbourTable(const partition::Explanation& explanation) {
  report::Table table{.id = "neighbours",
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
  for (const partition::Neighbour& row : explanation.neighbours) {
    const std::string why = row.candidate.refused ? "ruled out: " + *row.candidate.refused : row.deciding;
    table.rows.push_back({{row.candidate.name, row.change, More(row.latency_s), More(row.device_s), More(row.upload_s),
                           More(row.cloud_s), More(row.download_s), More(row.energy_j), why},
                          false});
  }
  return table;
}

Result<report::Document> Run(const PartitionFlags& flags) {
  ASSIGN_OR_RETURN(const auto loaded, LoadProblem(flags));
  ASSIGN_OR_RETURN(const partition::Explanation explanation, partition::Explain(*loaded->problem));
  report::Document document{.kind = "explain", .title = "Why cut there", .verdict = {}, .sections = {}};
  document.verdict.push_back(fmt::format("Best on {}: {}, {} predicted.", loaded->problem->link.name, explanation.best.name,
                                         report::FormatCell(report::ToCell(explanation.best.predicted.latency), Hint::kSeconds)));
  for (const partition::Switch& change : explanation.switches) {
    document.verdict.push_back(fmt::format("{} {} up, '{}' takes less time.", change.below ? "Below" : "Above",
                                           report::FormatValue(change.up.value(), Hint::kBitRate), change.candidate));
  }
  for (std::string& note : NotesOf(*loaded)) document.verdict.push_back(std::move(note));
  document.sections.push_back({"neighbours", "Neighbours", "", {NeighbourTable(explanation)}});
  return document;
}

void Configure(CLI::App& app, VerbContext& context) {
  ConfigurePartition(app, context, &Run);
}

}  // namespace

extern const Verb kExplainVerb;
const Verb kExplainVerb{
    "explain", "Say what the neighbouring cuts cost and which term decides",
    "dnntune explain --device examples/run/profiles/phone.json --cloud examples/run/profiles/server.json --link wifi", &Configure};

}  // namespace dnntune::cli
