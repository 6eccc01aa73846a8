// SPDX-License-Identifier: Apache-2.0
#include "cli/partition_flags.h"
#include "cli/verb.h"
#include "partition/decide.h"
#include "report/partition_document.h"

namespace dnntune::cli {
namespace {

Result<report::Document> Run(const PartitionFlags& flags) {
  ASSIGN_OR_RETURN(const auto loaded, LoadProblem(flags));
  ASSIGN_OR_RETURN(const record::Decision decision, partition::Decide(*loaded->problem));
  return report::PartitionDocument(decision, {loaded->device, loaded->cloud});
}

void Configure(Command& command, VerbContext& context) {
  ConfigurePartition(command, context, &Run);
}

}  // namespace

extern const Verb kPartitionVerb;
const Verb kPartitionVerb{
    "partition", "Decide where to cut from two profile documents",
    "dnntune partition --device examples/run/profiles/phone.json --cloud examples/run/profiles/server.json --link 4g", &Configure};

}  // namespace dnntune::cli
