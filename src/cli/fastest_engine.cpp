// SPDX-License-Identifier: Apache-2.0
#include "cli/fastest_engine.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/choose_engines.h"
#include "cli/compare_measured.h"

namespace dnntune::cli {
namespace {

constexpr double kBudgetShare = 0.25;  // of the device's measuring time, for each engine

// The device on one of its engines, with what goes with that: another unit or DNN library where the engine lacks the device's.
Result<Candidate> On(const spec::Spec& spec, std::size_t index, const std::string& engine) {
  Candidate candidate{{spec, {}}, {}, engine, fmt::format("{} on {}", spec.devices[index].name, engine), ""};
  spec::Spec& own = candidate.chosen.spec;
  own.unavailable.clear();
  own.profiling.budget = spec.profiling.budget * kBudgetShare;
  // The others stay behind it: one of them is taken where it is not installed.
  auto& names = own.devices[index].frameworks;
  std::stable_partition(names.begin(), names.end(), [&](const std::string& name) { return name == engine; });
  TRY(ChooseEngines(own));
  candidate.chosen.device = own.devices[index];
  candidate.setting = candidate.chosen.device.setting;
  const auto passed = std::find_if(own.unavailable.begin(), own.unavailable.end(), [&](const spec::Unavailable& one) {
    return one.key == "processing.framework" && one.name == engine;
  });
  if (passed != own.unavailable.end()) candidate.unavailable = passed->reason;
  return candidate;
}

// The fastest, or of those that cannot be told from it the one that is named first.
const Candidate& Winner(const std::vector<Candidate>& candidates, const record::Comparison& comparison) {
  const auto wins = [&](const Candidate& candidate) {
    return std::any_of(comparison.settings.begin(), comparison.settings.end(), [&](const record::ComparedSetting& one) {
      const bool leads = one.latency.standing == record::Standing::kBest || one.latency.standing == record::Standing::kTie;
      return one.label == candidate.label && leads;
    });
  };
  const auto first = std::find_if(candidates.begin(), candidates.end(), wins);
  return first == candidates.end() ? candidates.front() : *first;
}

// Whether the comparison is of these candidates: a run may go on with other engines.
bool IsOf(const record::Comparison& comparison, const std::vector<Candidate>& candidates) {
  const auto has = [&](const Candidate& candidate) {
    return std::any_of(comparison.settings.begin(), comparison.settings.end(),
                       [&](const record::ComparedSetting& one) { return one.label == candidate.label; });
  };
  return comparison.settings.size() == candidates.size() && std::all_of(candidates.begin(), candidates.end(), has);
}

Result<record::Comparison> Compare(const std::vector<Candidate>& candidates, const std::string& device,
                                   const record::RunFolder& run) {
  ASSIGN_OR_RETURN(const auto earlier, record::LoadEngines(run.path(), device));
  if (earlier && IsOf(*earlier, candidates)) return *earlier;
  const std::vector<Measured> measured = MeasureByTurns(candidates, Extent::kWhole, run, false);
  if (const Error* interrupted = FirstError(measured, ErrorCode::kInterrupted)) return Fail(*interrupted);
  ASSIGN_OR_RETURN(record::Comparison comparison, CompareMeasured(candidates, measured));
  for (record::ComparedSetting& one : comparison.settings) one.device = device;
  TRY(run.SaveEngines(device, comparison));
  return comparison;
}

}  // namespace

Result<std::vector<record::Comparison>> ChooseFastestEngines(spec::Spec& spec, const record::RunFolder& run) {
  std::vector<record::Comparison> comparisons;
  for (std::size_t index = 0; index < spec.devices.size(); ++index) {
    const std::vector<std::string> names = spec.devices[index].frameworks;
    std::vector<Candidate> candidates;
    for (const std::string& name : names) {
      ASSIGN_OR_RETURN(Candidate candidate, On(spec, index, name));
      candidates.push_back(std::move(candidate));
    }
    const auto can_run = [](const Candidate& candidate) { return candidate.unavailable.empty(); };
    if (std::count_if(candidates.begin(), candidates.end(), can_run) < 2) continue;  // nothing to choose from
    ASSIGN_OR_RETURN(record::Comparison comparison, Compare(candidates, spec.devices[index].name, run));
    const Candidate& winner = Winner(candidates, comparison);
    spec.devices[index] = winner.chosen.device;
    spec.devices[index].frameworks = {winner.chosen.device.setting.engine};
    for (const spec::Unavailable& one : winner.chosen.spec.unavailable) {
      const bool is_known = std::find(spec.unavailable.begin(), spec.unavailable.end(), one) != spec.unavailable.end();
      if (!is_known && one.key != "processing.framework") spec.unavailable.push_back(one);
    }
    comparisons.push_back(std::move(comparison));
  }
  return comparisons;
}

}  // namespace dnntune::cli
