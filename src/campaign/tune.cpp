// SPDX-License-Identifier: Apache-2.0
#include "campaign/tune.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "campaign/fastest_engine.h"
#include "campaign/identify.h"
#include "campaign/model_file.h"
#include "campaign/run_place.h"
#include "campaign/saving_sink.h"
#include "profiler/profile_model.h"
#include "tune/decide.h"
#include "tune/match.h"
#include "tune/output_note.h"
#include "tune/tolerances.h"

namespace dnntune::campaign {
namespace {

// One end of the deployment while it is tuned.
struct Side {
  std::unique_ptr<Ready> ready;
  record::Profile profile;
};

// What every step of one tune is given.
struct Tuning {
  const spec::Spec& spec;
  const spec::Plan& plan;
  const Context& context;
  const record::RunFolder& run;
};

Result<Side> ProfileSide(const Tuning& tuning, spec::Role role) {
  const spec::PlannedDevice& device = *std::ranges::find(tuning.plan.devices, role, &spec::PlannedDevice::role);
  ASSIGN_OR_RETURN(auto ready, MakeReadyInPrecision({tuning.spec, tuning.plan.model, device, tuning.plan.devices},
                                                    tuning.run.path(), tuning.context));
  TRY(CheckDecidable(ready->task->device, tuning.spec));
  TRY(tune::CheckWishes(ready->task->subject.graph, tuning.spec));
  ASSIGN_OR_RETURN(const auto earlier, record::LoadProfile(tuning.run.path(), device.name));
  SavingSink sink(tuning.context.progress, "profiling " + ready->task->model.name + " on " + device.name,
                  [&](const record::Profile& so_far) { return tuning.run.SaveProfile(so_far); });
  ASSIGN_OR_RETURN(record::Profile profile, profiler::ProfileModel(*ready->task, sink, earlier ? &*earlier : nullptr));
  return Side{std::move(ready), std::move(profile)};
}

// Where the two ends run different files of the model, finds out how tensors of the one become those of the other and what that
// costs; it is kept in the cloud's profile.
Result<void> Match(const Tuning& tuning, const Side& device, Side& cloud) {
  const record::ModelId& from = device.profile.model;
  if (from.format == cloud.profile.model.format) return {};
  TitledProgress progress(tuning.context.progress,
                          fmt::format("matching the {} and {} files of {}", from.format, cloud.profile.model.format, from.name));
  const split::Stage stage{device.ready->task->subject, cloud.ready->task->subject, tuning.spec.profiling, progress};
  ASSIGN_OR_RETURN(cloud.profile.conversions, tune::MatchTensors(device.profile, cloud.profile, stage));
  return tuning.run.SaveProfile(cloud.profile);
}

Result<record::TuneRecord> Decide(const Tuning& tuning, const Side& device, const Side& cloud) {
  ASSIGN_OR_RETURN(tune::Decisions decisions, tune::DecideAll(device.profile, cloud.profile, tuning.spec));
  TitledProgress progress(tuning.context.progress, "running the best deployments of " + device.profile.model.name);
  const record::Conversions* conversions = cloud.profile.conversions ? &*cloud.profile.conversions : nullptr;
  const split::Stage stage{.device = device.ready->task->subject,
                           .cloud = cloud.ready->task->subject,
                           .profiling = tuning.spec.profiling,
                           .progress = progress,
                           .conversions = conversions,
                           .tolerances = tune::TolerancesOf(device.profile, cloud.profile)};
  ASSIGN_OR_RETURN(auto repeat, tune::ProveAll(decisions.made, device.profile.power, stage, tuning.spec.counting));
  record::TuneRecord record;
  record.created = NowInUtc();
  record.version = DNNTUNE_VERSION;
  record.model = device.profile.model.name;
  record.device = device.profile.device.name;
  record.cloud = cloud.profile.device.name;
  record.unavailable = tuning.plan.unavailable;
  if (conversions != nullptr) {
    if (auto note = tune::OutputNote(decisions.made, *conversions)) record.notes.push_back(std::move(*note));
  }
  record.repeat = std::move(repeat);
  record.allow_unproved = tuning.spec.allow_unproved;
  for (tune::LinkDecision& made : decisions.made) {
    made.decision.recommended |= record.allow_unproved;
    record.decisions.push_back(std::move(made.decision));
  }
  record.skipped = std::move(decisions.skipped);
  return record;
}

// A split has one file's head on one device and the same file's tail on the other.
Result<void> CheckFilePrecisions(const std::vector<spec::PlannedDevice>& devices) {
  for (const spec::PlannedDevice& one : devices) {
    const std::string& first = devices.front().setting.file_precision;
    const std::string& own = one.setting.file_precision;
    if (own == first) continue;
    const auto name = [](const std::string& precision) { return precision.empty() ? "the file's own" : precision.c_str(); };
    return Fail(
        ErrorCode::kBadInput,
        fmt::format("devices[].file_precision: '{}' has {} and '{}' has {}, and a split runs parts of one file: give both the "
                    "same, or compare the two with 'dnntune compare --file-precision'",
                    devices.front().name, name(first), one.name, name(own)));
  }
  return {};
}

Result<Tuned> Measure(const spec::Spec& spec, spec::Plan plan, const Context& context, record::RunFolder run) {
  ASSIGN_OR_RETURN(auto engines, ChooseFastestEngines(spec, plan, context, run));
  const Tuning tuning{spec, plan, context, run};
  ASSIGN_OR_RETURN(Side device, ProfileSide(tuning, spec::Role::kDevice));
  ASSIGN_OR_RETURN(Side cloud, ProfileSide(tuning, spec::Role::kCloud));
  TRY(Match(tuning, device, cloud));
  ASSIGN_OR_RETURN(record::TuneRecord record, Decide(tuning, device, cloud));
  record.engines = std::move(engines);
  TRY(run.SaveTune(record));
  return Tuned{std::move(run), std::move(record), std::move(device.profile), std::move(cloud.profile)};
}

}  // namespace

Result<Tuned> Tune(const spec::Spec& spec, const Context& context, const std::string& resume) {
  ASSIGN_OR_RETURN(spec::Plan plan, PlanAll(spec, context));
  TRY(CheckFilePrecisions(plan.devices));
  ASSIGN_OR_RETURN(record::RunFolder run, OpenRun(spec, resume));
  const std::filesystem::path path = run.path();
  auto tuned = Measure(spec, std::move(plan), context, std::move(run));
  return tuned ? std::move(tuned) : Fail(KeptIn(tuned.error(), path));
}

}  // namespace dnntune::campaign
