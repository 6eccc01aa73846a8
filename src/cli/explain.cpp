// SPDX-License-Identifier: Apache-2.0
#include "partition/explain.h"
#include "cli/partition_flags.h"
#include "cli/verb.h"
#include "report/partition_document.h"

namespace dnntune::cli {
namespace {

Result<report::Document> Run(const PartitionFlags& flags) {
  ASSIGN_OR_RETURN(const auto loaded, LoadProblem(flags));
  ASSIGN_OR_RETURN(const record::Explanation explanation, partition::Explain(*loaded->problem));
  return report::ExplainDocument(explanation, loaded->problem->link.name, {loaded->device, loaded->cloud});
}

void Configure(Command& command, VerbContext& context) {
  ConfigurePartition(command, context, &Run);
}

}  // namespace

extern const Verb kExplainVerb;
const Verb kExplainVerb{
    "explain", "Say what the neighbouring cuts cost and which term decides",
    "dnntune explain --device examples/run/profiles/phone.json --cloud examples/run/profiles/server.json --link wifi", &Configure};

}  // namespace dnntune::cli
