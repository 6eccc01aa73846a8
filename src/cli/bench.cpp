// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <initializer_list>
#include <memory>

#include "campaign/profile.h"
#include "cli/measuring_flags.h"
#include "cli/verb.h"
#include "report/bench_document.h"

namespace dnntune::cli {
namespace {

Result<report::Document> Run(const MeasuringFlags& flags) {
  ASSIGN_OR_RETURN(const spec::Spec spec, LoadSpec(flags));
  Session session;
  ASSIGN_OR_RETURN(const campaign::Profiled bench, campaign::Bench(spec, flags.device, session.Context()));
  return report::BenchDocument(bench.profile, bench.load_time, bench.unavailable);
}

void Configure(Command& command, VerbContext& context) {
  const auto flags = std::make_shared<MeasuringFlags>();
  AddMeasuringFlags(command, *flags);
  context.run = [flags] { return Run(*flags); };
}

}  // namespace

extern const Verb kBenchVerb;
const Verb kBenchVerb{"bench", "Measure a whole model", "dnntune bench mobilenet-v2 --threads 2 --budget 5", &Configure};

}  // namespace dnntune::cli
