// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/measuring.h"
#include "cli/progress.h"
#include "cli/verb.h"
#include "profiler/profile_model.h"
#include "report/bench_document.h"

namespace dnntune::cli {
namespace {

Result<report::Document> Run(const MeasuringFlags& flags) {
  ASSIGN_OR_RETURN(const Chosen chosen, Choose(flags));
  ASSIGN_OR_RETURN(const auto measuring, Prepare(chosen.spec, chosen.device));
  ConsoleSink sink("measuring " + measuring->loaded.id.name, nullptr);
  ASSIGN_OR_RETURN(const profiler::Bench bench, profiler::BenchModel(*measuring->plan, *measuring->workers, sink));
  return report::BenchDocument(bench.profile, bench.load_time, chosen.spec.unavailable);
}

void Configure(CLI::App& app, VerbContext& context) {
  const auto flags = std::make_shared<MeasuringFlags>();
  AddMeasuringFlags(app, *flags);
  context.run = [flags] { return Run(*flags); };
}

}  // namespace

extern const Verb kBenchVerb;
const Verb kBenchVerb{"bench", "Measure a whole model", "dnntune bench mobilenet-v2 --threads 2 --budget 5", &Configure};

}  // namespace dnntune::cli
