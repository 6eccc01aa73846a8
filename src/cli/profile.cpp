// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/measure_and_compare.h"
#include "cli/measuring.h"
#include "cli/progress.h"
#include "cli/run_files.h"
#include "cli/say.h"
#include "cli/verb.h"
#include "profiler/profile_model.h"
#include "report/reconciliation.h"

namespace dnntune::cli {
namespace {

struct ProfileFlags {
  MeasuringFlags measuring;
  std::string resume;
};

// Without a folder nothing is kept but what is printed.
Result<std::optional<record::RunFolder>> Folder(const spec::Spec& spec, const std::string& resume) {
  if (resume.empty() && spec.output.folder.empty()) return std::nullopt;
  ASSIGN_OR_RETURN(record::RunFolder run, OpenRun(spec, resume));
  return run;
}

Result<report::Document> RunOne(const ProfileFlags& flags) {
  ASSIGN_OR_RETURN(const Chosen chosen, Choose(flags.measuring));
  ASSIGN_OR_RETURN(const std::optional<record::RunFolder> run, Folder(chosen.spec, flags.resume));
  ASSIGN_OR_RETURN(const auto measuring, Prepare(chosen.spec, chosen.device));
  std::optional<record::Profile> earlier;
  if (run) {
    ASSIGN_OR_RETURN(earlier, record::LoadProfile(run->path(), chosen.device.name));
  }
  const auto save = [&](const record::Profile& so_far) { return run ? run->SaveProfile(so_far) : Result<void>(); };
  ConsoleSink sink("profiling " + measuring->loaded.id.name, save);
  const auto profile = profiler::ProfileModel(*measuring->plan, *measuring->workers, sink, earlier ? &*earlier : nullptr);
  if (!profile) {
    if (!run || profile.error().code != ErrorCode::kInterrupted) return Fail(profile.error());
    return Fail(ErrorCode::kInterrupted, profile.error().message + "; go on with --resume " + run->path().string());
  }
  report::Document document = report::ReconciledProfileDocument(*profile, chosen.spec.unavailable);
  if (run) {
    TRY(SaveReports(*run, chosen.spec, document));
    Say("profile and report: " + run->path().string() + "\n");
  }
  return document;
}

// Flags that name several settings ask for a profile of each.
Result<report::Document> Run(const ProfileFlags& flags) {
  ASSIGN_OR_RETURN(const auto candidates, Candidates(flags.measuring, {}, ConfigList::kFirstInstalled));
  return candidates.size() < 2 ? RunOne(flags) : MeasureAndCompare(candidates, Extent::kLayers, flags.resume);
}

void Configure(CLI::App& app, VerbContext& context) {
  const auto flags = std::make_shared<ProfileFlags>();
  AddMeasuringFlags(app, flags->measuring);
  app.add_option("--resume", flags->resume, "Go on with the run in this folder, with the same model and setting");
  context.run = [flags] { return Run(*flags); };
}

}  // namespace

extern const Verb kProfileVerb;
const Verb kProfileVerb{"profile", "Measure a model layer by layer", "dnntune profile mobilenet-v2 --report profile.html",
                        &Configure};

}  // namespace dnntune::cli
