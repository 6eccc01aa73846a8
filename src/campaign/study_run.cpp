// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/interrupt.h"
#include "campaign/compare.h"
#include "campaign/study.h"
#include "campaign/study_device.h"
#include "campaign/time_budget.h"
#include "profiler/resume.h"
#include "setting/dimension.h"

namespace dnntune::campaign {
namespace {

using record::StudyEntry;
using record::StudyStage;

// How much longer an entry is measured layer by layer than as a whole.
constexpr double kLayersWeight = 4;

// The entries that are measured by turns.
using Group = std::vector<StudyEntry*>;

double WeightOf(const Group& group) {
  return (group.front()->stage == StudyStage::kLayers ? kLayersWeight : 1) * static_cast<double>(group.size());
}

// What failed is not tried again: it would fail again.
bool HasEnded(const record::Cost& cost) {
  return !cost.failure.empty() || profiler::IsComplete(cost);
}

Result<bool> IsComplete(const StudyEntry& entry, const std::filesystem::path& folder) {
  ASSIGN_OR_RETURN(const auto profile, record::LoadProfile(folder, entry.profile));
  if (!profile || !profile->whole || !HasEnded(*profile->whole)) return false;
  if (entry.stage == StudyStage::kThreads) return true;
  const auto has_ended = [](const record::LayerCost& layer) { return HasEnded(layer.cost); };
  return profile->costs.size() == profile->graph.layers().size() && std::ranges::all_of(profile->costs, has_ended);
}

// What is missing, by stage, and within it by model.
Result<std::vector<Group>> Missing(record::Study& study, const std::filesystem::path& folder) {
  std::vector<Group> groups;
  for (const StudyStage stage : {StudyStage::kLayers, StudyStage::kThreads}) {
    for (StudyEntry& entry : study.entries) {
      if (entry.stage != stage) continue;
      ASSIGN_OR_RETURN(const bool is_complete, IsComplete(entry, folder));
      entry.unavailable.clear();
      entry.left_over = false;
      if (is_complete) continue;
      const bool is_new = groups.empty() || groups.back().front()->model != entry.model || groups.back().front()->stage != stage;
      if (is_new) groups.emplace_back();
      groups.back().push_back(&entry);
    }
  }
  return groups;
}

// "onnxruntime, int8", or "onnxruntime, 2 threads" where it is about these.
std::string LabelOf(const StudyEntry& entry) {
  const char* told_by = entry.stage == StudyStage::kThreads ? "threads" : "file_precision";
  return entry.setting.engine + ", " + setting::WordsOf(entry.setting, *setting::FindDimension(told_by));
}

Entrant EntrantFor(const StudyEntry& entry, Seconds budget) {
  Entrant entrant{{entry.setting, LabelOf(entry), entry.profile, ""}, StudyDevice(), {}, {}};
  entrant.device.setting = entry.setting;
  entrant.profiling.budget = budget;
  entrant.profiling.trace = false;
  entrant.model.name = entry.model;
  return entrant;
}

// An error that is the entry's own, which is its reason, or one that ends the study.
Result<void> Note(const std::optional<Error>& error, StudyEntry& entry) {
  if (!error) return {};
  if (error->code == ErrorCode::kInterrupted || error->code == ErrorCode::kIo) return Fail(*error);
  entry.unavailable = error->message;
  return {};
}

Result<void> MeasureGroup(const Group& group, const Context& context, const record::RunFolder& run, Seconds budget) {
  std::vector<Entrant> entrants;
  for (const StudyEntry* entry : group) entrants.push_back(EntrantFor(*entry, budget));
  const bool by_layer = group.front()->stage == StudyStage::kLayers;
  const Race race{by_layer ? profiler::Extent::kLayers : profiler::Extent::kWhole, run, true};
  const auto measured = MeasureByTurns(entrants, race, context);
  for (std::size_t i = 0; i < group.size(); ++i) TRY(Note(measured[i].error, *group[i]));
  return {};
}

void LeaveOver(const Group& group, Seconds budget) {
  for (StudyEntry* entry : group) {
    entry->unavailable = fmt::format("the budget of {:.3g} s was spent; go on with --resume", budget.count());
    entry->left_over = true;
  }
}

}  // namespace

Result<void> RunStudy(record::Study& study, const Context& context, const record::RunFolder& run, Seconds budget) {
  ASSIGN_OR_RETURN(const std::vector<Group> groups, Missing(study, run.path()));
  double weight = 0;
  for (const Group& group : groups) weight += WeightOf(group);
  const SteadyClock clock;
  TimeBudget time(budget, weight, clock);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Group& group = groups[i];
    if (time.Left() <= Seconds(0)) {
      LeaveOver(group, budget);
      continue;
    }
    context.progress.Note(fmt::format("study: {}, {}; {} of {}, at most {:.0f} s left", group.front()->model,
                                      group.front()->stage == StudyStage::kLayers ? "layer by layer" : "by threads", i + 1,
                                      groups.size(), time.Left().count()));
    const auto measured = MeasureGroup(group, context, run, time.Take(WeightOf(group), group.size()));
    TRY(run.SaveStudy(study));
    if (!measured) return measured;
    if (IsInterrupted()) return Fail(ErrorCode::kInterrupted, "interrupted");
  }
  return run.SaveStudy(study);
}

}  // namespace dnntune::campaign
