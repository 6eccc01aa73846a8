// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "campaign/profile.h"
#include "cli/measure_and_compare.h"
#include "cli/measuring_flags.h"
#include "cli/run_files.h"
#include "cli/verb.h"
#include "report/reconciliation.h"
#include "search/space.h"
#include "spec/plan.h"

namespace dnntune::cli {
namespace {

struct ProfileFlags {
  MeasuringFlags measuring;
  std::string resume;
};

Result<report::Document> RunOne(const ProfileFlags& flags) {
  ASSIGN_OR_RETURN(const spec::Spec spec, LoadSpec(flags.measuring));
  Session session;
  ASSIGN_OR_RETURN(const campaign::Profiled profiled,
                   campaign::Profile(spec, flags.measuring.device, session.Context(), flags.resume));
  report::Document document = report::ReconciledProfileDocument(profiled.profile, profiled.unavailable);
  if (!profiled.run) return document;
  TRY(SaveReports(*profiled.run, spec, document));
  session.progress.Note("profile and report: " + profiled.run->path().string());
  return document;
}

// Flags that name several settings ask for a profile of each.
Result<report::Document> Run(const ProfileFlags& flags) {
  MeasuringFlags base = flags.measuring;
  ASSIGN_OR_RETURN(const search::Space space, search::TakeSpace(base.config.overrides));
  if (!space.Varies()) return RunOne(flags);
  ASSIGN_OR_RETURN(const spec::Spec spec, LoadSpec(base));
  ASSIGN_OR_RETURN(const spec::Device* device, spec::DeviceNamed(spec, base.device));
  if (search::Contenders(device->setting, space).size() < 2) return RunOne(flags);
  return MeasureAndCompare({spec, base.device, space, profiler::Extent::kLayers, flags.resume});
}

void Configure(Command& command, VerbContext& context) {
  const auto flags = std::make_shared<ProfileFlags>();
  AddMeasuringFlags(command, flags->measuring);
  command.Add("--resume", flags->resume, "Go on with the run in this folder, with the same model and setting");
  context.run = [flags] { return Run(*flags); };
}

}  // namespace

extern const Verb kProfileVerb;
const Verb kProfileVerb{"profile", "Measure a model layer by layer", "dnntune profile mobilenet-v2 --report profile.html",
                        &Configure};

}  // namespace dnntune::cli
