// SPDX-License-Identifier: Apache-2.0
#include "cli/partition_flags.h"
#include "cli/verb.h"
#include "partition/decide.h"
#include "report/decision_section.h"

namespace dnntune::cli {
namespace {

std::string NameOf(const record::Profile& profile, const char* otherwise) {
  return profile.device.name.empty() ? otherwise : profile.device.name;
}

Result<report::Document> Run(const PartitionFlags& flags) {
  ASSIGN_OR_RETURN(const auto loaded, LoadProblem(flags));
  ASSIGN_OR_RETURN(const record::Decision decision, partition::Decide(*loaded->problem));
  report::Document document{.kind = "partition", .title = "Where to cut", .verdict = {}, .sections = {}};
  document.verdict.push_back(
      report::AnswerSentence({&decision}, NameOf(loaded->device, "the device"), NameOf(loaded->cloud, "the cloud")));
  for (std::string& note : NotesOf(*loaded)) document.verdict.push_back(std::move(note));
  report::Section section{"decision", "Deployments", "", {}};
  section.blocks.emplace_back(report::CandidateTable(decision, ""));
  for (report::Block& block : report::DecisionBlocks(decision, "")) section.blocks.push_back(std::move(block));
  document.sections.push_back(std::move(section));
  return document;
}

void Configure(CLI::App& app, VerbContext& context) {
  ConfigurePartition(app, context, &Run);
}

}  // namespace

extern const Verb kPartitionVerb;
const Verb kPartitionVerb{
    "partition", "Decide where to cut from two profile documents",
    "dnntune partition --device examples/run/profiles/phone.json --cloud examples/run/profiles/server.json --link 4g", &Configure};

}  // namespace dnntune::cli
