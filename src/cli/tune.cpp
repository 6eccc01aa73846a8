// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/clock.h"
#include "cli/choose_engines.h"
#include "cli/decidable.h"
#include "cli/fastest_engine.h"
#include "cli/measuring.h"
#include "cli/progress.h"
#include "cli/run_files.h"
#include "cli/say.h"
#include "cli/verb.h"
#include "profiler/profile_model.h"
#include "report/tune_document.h"
#include "tune/decide.h"
#include "tune/match.h"
#include "tune/output_note.h"

namespace dnntune::cli {
namespace {

struct TuneFlags {
  ConfigFlags config;
  std::string resume;
};

// One end of the deployment while it is tuned.
struct End {
  std::unique_ptr<Measuring> measuring;
  std::optional<record::Profile> profile;

  [[nodiscard]] tune::Side Side() const { return {measuring->workers.get(), measuring->plan->model_id, measuring->plan->setting}; }
};

const spec::Device& DeviceOf(const spec::Spec& spec, spec::Role role) {
  // The loader made sure that there is one of each.
  return *std::find_if(spec.devices.begin(), spec.devices.end(), [&](const spec::Device& device) { return device.role == role; });
}

Result<End> Profile(const spec::Spec& spec, const spec::Device& device, const record::RunFolder& run) {
  End end;
  ASSIGN_OR_RETURN(end.measuring, Prepare(spec, device, spec.devices));
  TRY(CheckDecidable(end.measuring->plan->device, spec));
  TRY(tune::CheckWishes(end.measuring->plan->graph, spec));
  ASSIGN_OR_RETURN(const auto earlier, record::LoadProfile(run.path(), device.name));
  ConsoleSink sink("profiling " + end.measuring->loaded.id.name + " on " + device.name,
                   [&](const record::Profile& so_far) { return run.SaveProfile(so_far); });
  ASSIGN_OR_RETURN(end.profile,
                   profiler::ProfileModel(*end.measuring->plan, *end.measuring->workers, sink, earlier ? &*earlier : nullptr));
  return end;
}

// Where the two ends run different files of the model, finds out how tensors of the one become those of the other and what that
// costs; it is kept in the cloud's profile.
Result<void> Match(const spec::Spec& spec, const End& device, End& cloud, const record::RunFolder& run) {
  const record::ModelId& from = device.profile->model;
  record::Profile& to = *cloud.profile;
  if (from.format == to.model.format) return {};
  ConsoleSink sink(fmt::format("matching the {} and {} files of {}", from.format, to.model.format, from.name), nullptr);
  ASSIGN_OR_RETURN(to.conversions, tune::MatchTensors(*device.profile, to, {device.Side(), cloud.Side(), spec.profiling, sink}));
  return run.SaveProfile(to);
}

Result<record::TuneRecord> Decide(const spec::Spec& spec, const End& device, const End& cloud) {
  ASSIGN_OR_RETURN(tune::Decisions decisions, tune::DecideAll(*device.profile, *cloud.profile, spec));
  ConsoleSink sink("running the best deployments of " + device.profile->model.name, nullptr);
  const record::Conversions* conversions = cloud.profile->conversions ? &*cloud.profile->conversions : nullptr;
  TRY(tune::ProveAll(decisions.made, *device.profile, {device.Side(), cloud.Side(), spec.profiling, sink, conversions},
                     spec.counting));
  record::TuneRecord record;
  record.created = NowInUtc();
  record.version = DNNTUNE_VERSION;
  record.model = device.profile->model.name;
  record.device = device.profile->device.name;
  record.cloud = cloud.profile->device.name;
  record.unavailable = spec.unavailable;
  if (conversions != nullptr) {
    if (auto note = tune::OutputNote(decisions.made, *conversions)) record.notes.push_back(std::move(*note));
  }
  for (tune::LinkDecision& made : decisions.made) record.decisions.push_back(std::move(made.decision));
  record.skipped = std::move(decisions.skipped);
  return record;
}

Error KeptIn(const Error& error, const record::RunFolder& run) {
  return {error.code, fmt::format("{}; go on with --resume {}", error.message, run.path().string())};
}

Result<report::Document> Run(const TuneFlags& flags) {
  ASSIGN_OR_RETURN(spec::Loaded loaded, LoadConfig(flags.config));
  spec::Spec& spec = loaded.spec;
  TRY(ChooseEngines(spec));
  TRY(ResolveModel(spec));
  ASSIGN_OR_RETURN(const record::RunFolder run, OpenRun(spec, flags.resume));
  const auto measured = [&]() -> Result<report::Document> {
    ASSIGN_OR_RETURN(auto engines, ChooseFastestEngines(spec, run));
    ASSIGN_OR_RETURN(const End device, Profile(spec, DeviceOf(spec, spec::Role::kDevice), run));
    ASSIGN_OR_RETURN(End cloud, Profile(spec, DeviceOf(spec, spec::Role::kCloud), run));
    TRY(Match(spec, device, cloud, run));
    ASSIGN_OR_RETURN(record::TuneRecord record, Decide(spec, device, cloud));
    record.engines = std::move(engines);
    TRY(run.SaveTune(record));
    report::Document document = report::TuneDocument(record, *device.profile, *cloud.profile);
    TRY(SaveReports(run, spec, document));
    return document;
  }();
  if (!measured) return Fail(measured.error().code == ErrorCode::kInterrupted ? KeptIn(measured.error(), run) : measured.error());
  Say("records and report: " + run.path().string() + "\n");
  return measured;
}

void Configure(CLI::App& app, VerbContext& context) {
  const auto flags = std::make_shared<TuneFlags>();
  app.add_option("config", flags->config.file, "Config file (YAML); may be left out where flags name a model");
  app.add_option("--resume", flags->resume, "Go on with the run in this folder, with the same config");
  AddConfigFlags(app, flags->config);
  context.run = [flags] { return Run(*flags); };
}

}  // namespace

extern const Verb kTuneVerb;
const Verb kTuneVerb{"tune", "Find and prove the best deployment of a model", "dnntune tune examples/quickstart.yaml", &Configure};

}  // namespace dnntune::cli
