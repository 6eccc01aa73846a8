// SPDX-License-Identifier: Apache-2.0
#include "campaign/fastest_engine.h"

#include <fmt/format.h>

#include <algorithm>

#include "campaign/compare.h"
#include "spec/options.h"
#include "target/plan_device.h"

namespace dnntune::campaign {
namespace {

constexpr double kBudgetShare = 0.25;  // of the device's measuring time, for each engine

// The device on one of its engines, with what goes with that: another unit or DNN library where the engine lacks the device's.
struct Rival {
  spec::PlannedDevice device;
  std::vector<spec::Unavailable> unavailable;
};

Result<Entrant> EntrantOn(const spec::Device& device, const std::string& engine, target::Target& target, Rival& rival) {
  spec::Device own = device;
  // The others stay behind it: one of them is taken where it is not installed.
  std::stable_partition(own.frameworks.begin(), own.frameworks.end(), [&](const std::string& name) { return name == engine; });
  ASSIGN_OR_RETURN(rival.device, target::PlanDevice(own, target, rival.unavailable));
  own.setting = rival.device.setting;
  Entrant entrant{{own.setting, engine, fmt::format("{} on {}", device.name, engine), ""}, own, {}, {}};
  const auto passed = std::ranges::find_if(
      rival.unavailable, [&](const spec::Unavailable& one) { return one.key == spec::FullKey("engine") && one.name == engine; });
  if (passed != rival.unavailable.end()) entrant.contender.unavailable = passed->reason;
  return entrant;
}

// Whether the comparison is of these entrants: a run may go on with other engines.
bool IsOf(const record::Comparison& comparison, std::span<const search::Contender> contenders) {
  const auto has = [&](const search::Contender& contender) {
    return std::ranges::find(comparison.settings, contender.label, &record::ComparedSetting::label) != comparison.settings.end();
  };
  return comparison.settings.size() == contenders.size() && std::ranges::all_of(contenders, has);
}

struct Field {
  std::vector<Entrant> entrants;
  std::vector<Rival> rivals;  // of the entrants
  std::vector<search::Contender> contenders;
};

Result<Field> FieldOf(const spec::Spec& spec, const spec::Device& device, const spec::Model& model, target::Target& target) {
  Field field;
  for (const std::string& name : device.frameworks) {
    Rival& rival = field.rivals.emplace_back();
    ASSIGN_OR_RETURN(Entrant entrant, EntrantOn(device, name, target, rival));
    entrant.profiling = spec.profiling;
    entrant.profiling.budget = spec.profiling.budget * kBudgetShare;
    entrant.model = model;
    field.contenders.push_back(entrant.contender);
    field.entrants.push_back(std::move(entrant));
  }
  return field;
}

Result<record::Comparison> CompareEngines(const Field& field, const std::string& device, const Context& context,
                                          const record::RunFolder& run) {
  ASSIGN_OR_RETURN(const auto earlier, record::LoadEngines(run.path(), device));
  if (earlier && IsOf(*earlier, field.contenders)) return *earlier;
  const auto measured = MeasureByTurns(field.entrants, {profiler::Extent::kWhole, run}, context);
  if (const Error* interrupted = search::FirstError(measured, ErrorCode::kInterrupted)) return Fail(*interrupted);
  ASSIGN_OR_RETURN(record::Comparison comparison,
                   search::CompareMeasured(field.contenders, measured, field.entrants.front().model.name));
  for (record::ComparedSetting& one : comparison.settings) one.device = device;
  TRY(run.SaveEngines(device, comparison));
  return comparison;
}

}  // namespace

Result<std::vector<record::Comparison>> ChooseFastestEngines(const spec::Spec& spec, spec::Plan& plan, const Context& context,
                                                             const record::RunFolder& run) {
  std::vector<record::Comparison> comparisons;
  for (std::size_t i = 0; i < spec.devices.size(); ++i) {
    const spec::Device& device = spec.devices[i];
    ASSIGN_OR_RETURN(const Field field, FieldOf(spec, device, plan.model, context.targets.At(device.name)));
    const auto can_run = [](const search::Contender& contender) { return contender.unavailable.empty(); };
    if (std::ranges::count_if(field.contenders, can_run) < 2) continue;  // nothing to choose from
    ASSIGN_OR_RETURN(record::Comparison comparison, CompareEngines(field, device.name, context, run));
    const search::Contender& winner = search::Winner(field.contenders, comparison);
    const Rival& rival = field.rivals[static_cast<std::size_t>(&winner - field.contenders.data())];
    plan.devices[i] = rival.device;
    for (const spec::Unavailable& one : rival.unavailable) {
      if (one.key != spec::FullKey("engine")) spec::Note(plan.unavailable, one);
    }
    comparisons.push_back(std::move(comparison));
  }
  return comparisons;
}

}  // namespace dnntune::campaign
