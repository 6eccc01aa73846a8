// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/measuring.h"
#include "cli/progress.h"
#include "cli/verb.h"
#include "profiler/profile_model.h"
#include "report/profile_document.h"

namespace dnntune::cli {
namespace {

Result<report::Document> Run(const MeasuringFlags& flags) {
  ASSIGN_OR_RETURN(const Chosen chosen, Choose(flags));
  ASSIGN_OR_RETURN(const auto measuring, Prepare(chosen.spec, chosen.device));
  ConsoleSink sink("profiling " + measuring->loaded.id.name, nullptr);
  ASSIGN_OR_RETURN(const record::Profile profile, profiler::ProfileModel(*measuring->plan, *measuring->workers, sink));
  return report::ProfileDocument(profile);
}

void Configure(CLI::App& app, VerbContext& context) {
  const auto flags = std::make_shared<MeasuringFlags>();
  AddMeasuringFlags(app, *flags);
  context.run = [flags] { return Run(*flags); };
}

}  // namespace

extern const Verb kProfileVerb;
const Verb kProfileVerb{"profile", "Measure a model layer by layer", "dnntune profile mobilenet-v2 --report profile.html",
                        &Configure};

}  // namespace dnntune::cli
