// SPDX-License-Identifier: Apache-2.0
#include "campaign/compare.h"

#include <fmt/format.h>

#include "campaign/model_file.h"
#include "campaign/ready.h"
#include "campaign/run_place.h"
#include "campaign/saving_sink.h"
#include "profiler/by_turns.h"
#include "profiler/profile_model.h"
#include "target/plan_device.h"

namespace dnntune::campaign {
namespace {

// The same with workers that take turns.
profiler::Task WithWorkers(const profiler::Task& task, engine::WorkerFactory& workers) {
  const engine::Subject& own = task.subject;
  return {.subject = {own.graph, own.model_id, own.setting, workers},
          .model = task.model,
          .device = task.device,
          .profiling = task.profiling,
          .power = task.power,
          .engine_version = task.engine_version,
          .inputs = task.inputs,
          .outputs = task.outputs,
          .notes = task.notes};
}

Result<void> MeasureOne(const Entrant& entrant, const Race& race, const Context& context, profiler::Turn turn,
                        std::optional<record::Profile>& profile) {
  ASSIGN_OR_RETURN(target::Target * target, context.targets.Open(entrant.device));
  ASSIGN_OR_RETURN(const spec::PlannedDevice device, target::PlanAsNamed(entrant.device, *target));
  spec::Spec spec;
  spec.profiling = entrant.profiling;
  ASSIGN_OR_RETURN(const auto ready, MakeReadyInPrecision({spec, entrant.model, device}, race.run.path(), context));
  std::optional<record::Profile> earlier;
  if (race.resume) {
    ASSIGN_OR_RETURN(earlier, record::LoadProfile(race.run.path(), entrant.contender.name));
  }
  const std::string title = "measuring " + ready->task->model.name + " with " + entrant.contender.label;
  SavingSink saving(context.progress, title, [&](const record::Profile& so_far) {
    profile = so_far;
    return race.run.SaveProfileAs(entrant.contender.name, so_far);
  });
  profiler::TurnSink sink(saving, turn);
  profiler::TurnWorkers workers(*ready->workers, turn);
  const profiler::Task task = WithWorkers(*ready->task, workers);
  if (race.extent == profiler::Extent::kWhole) {
    TRY(profiler::BenchModel(task, sink));
  } else {
    TRY(profiler::ProfileModel(task, sink, earlier ? &*earlier : nullptr));
  }
  return {};
}

}  // namespace

std::vector<search::Measured> MeasureByTurns(std::span<const Entrant> entrants, const Race& race, const Context& context) {
  std::vector<search::Contender> contenders;
  for (const Entrant& entrant : entrants) contenders.push_back(entrant.contender);
  return search::Race(contenders, [&](std::size_t i, profiler::Turn turn, std::optional<record::Profile>& profile) {
    return MeasureOne(entrants[i], race, context, turn, profile);
  });
}

Result<Compared> CompareSettings(const Compare& wanted, const Context& context) {
  const spec::Spec& spec = wanted.spec;
  std::vector<spec::Unavailable> unavailable = spec.unavailable;
  ASSIGN_OR_RETURN(const spec::Model model, target::ResolveModel(spec.model, unavailable));
  ASSIGN_OR_RETURN(const spec::Device* device, spec::DeviceNamed(spec, wanted.device));
  const auto contenders = search::Contenders(device->setting, wanted.space);
  std::vector<Entrant> entrants;
  for (const search::Contender& contender : contenders) {
    Entrant& entrant = entrants.emplace_back(Entrant{contender, *device, spec.profiling, model});
    entrant.device.setting = contender.setting;
  }
  ASSIGN_OR_RETURN(record::RunFolder run, OpenRun(spec, wanted.resume));
  const auto measured = MeasureByTurns(entrants, {wanted.extent, run, !wanted.resume.empty()}, context);
  ASSIGN_OR_RETURN(record::Comparison comparison, search::CompareMeasured(contenders, measured, model.name));
  TRY(run.SaveComparison(comparison));
  if (search::FirstError(measured, ErrorCode::kInterrupted) == nullptr) {
    return Compared{std::move(run), std::move(comparison), std::move(unavailable)};
  }
  return Fail(ErrorCode::kInterrupted,
              fmt::format("interrupted; what was measured is kept: see it with 'dnntune report {}'", run.path().string()));
}

}  // namespace dnntune::campaign
