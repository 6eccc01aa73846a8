// SPDX-License-Identifier: Apache-2.0
#include "cli/study_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "cli/measure_by_turns.h"
#include "cli/model_format.h"
#include "cli/narrow_model.h"
#include "cli/say.h"
#include "profiler/resume.h"
#include "report/study_document.h"
#include "report/study_tables.h"
#include "study/findings.h"
#include "zoo/zoo.h"

namespace dnntune::cli {
namespace {

using record::StudyEntry;
using record::StudyStage;

// How much longer an entry is measured layer by layer than as a whole.
constexpr double kLayersWeight = 4;
constexpr Seconds kLeast{0.2};  // of measuring, for an entry

double WeightOf(const StudyEntry& entry) {
  return entry.stage == StudyStage::kLayers ? kLayersWeight : 1;
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

// The entries that are measured by turns.
using Group = std::vector<StudyEntry*>;

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

// Shares what is left of a budget out among what is left to do.
class Purse {
 public:
  Purse(Seconds budget, std::span<const Group> groups) : budget_(budget), begun_(clock_.Now()) {
    for (const Group& group : groups) weight_ += Weight(group);
  }

  [[nodiscard]] Seconds Left() const { return budget_ - Seconds(clock_.Now() - begun_); }

  // Measuring time for each entry of the next group. Starting and warming up take time besides, so less is granted than there is,
  // as the groups before have shown.
  Seconds Take(const Group& group) {
    const double share = Weight(group) / weight_;
    weight_ -= Weight(group);
    const double slowness = granted_.count() > 0 ? std::max(1.0, Seconds(clock_.Now() - begun_) / granted_) : kFirstSlowness;
    const Seconds all = Left() * share / slowness;
    const Seconds each = std::max(all / static_cast<double>(group.size()), kLeast);
    granted_ += each * static_cast<double>(group.size());
    return each;
  }

 private:
  static constexpr double kFirstSlowness = 1.5;
  static double Weight(const Group& group) { return WeightOf(*group.front()) * static_cast<double>(group.size()); }

  SteadyClock clock_;
  Seconds budget_;
  Nanoseconds begun_;
  Seconds granted_{0};
  double weight_ = 0;
};

// The model in int8, calibrated on the entry's engine with generated inputs when it is first asked for; engines of one format share
// it.
Result<std::filesystem::path> Int8File(const StudyEntry& entry, const std::filesystem::path& folder) {
  const std::string& engine = entry.setting.engine;
  const std::filesystem::path file = folder / "models" / zoo::FileName(entry.model + "-int8", FormatFor(std::span(&engine, 1)));
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) return file;
  Say(fmt::format("study: writing {}\n", file.filename().string()));
  TRY(MakeFolder(file.parent_path()));
  MeasuringFlags flags{.model = entry.model, .device = {}, .config = {}};
  flags.config.overrides = {{"processing.framework", engine, "--framework"}};
  ASSIGN_OR_RETURN(const Chosen chosen, ChooseAsNamed(flags));
  ASSIGN_OR_RETURN(const auto measuring, Prepare(chosen.spec, chosen.device));
  TRY(NarrowModel(*measuring, {}, file));
  return file;
}

Result<Candidate> CandidateFor(const StudyEntry& entry, const std::filesystem::path& folder, Seconds budget) {
  MeasuringFlags flags{.model = entry.model, .device = {}, .config = {}};
  if (entry.numbers == "int8") {
    ASSIGN_OR_RETURN(const auto file, Int8File(entry, folder));
    flags.model.clear();
    flags.config.overrides = {{"model.name", entry.model, "--model.name"}, {"model.file", file.string(), "--model.file"}};
  }
  const std::vector<spec::Override> setting = {{"processing.framework", entry.setting.engine, "--framework"},
                                               {"processing.cpu_threads", std::to_string(entry.setting.threads), "--threads"},
                                               {"profiling.budget", fmt::format("{:.3f} s", budget.count()), "--budget"},
                                               {"profiling.trace", "false", "--profiling.trace"}};
  flags.config.overrides.insert(flags.config.overrides.end(), setting.begin(), setting.end());
  ASSIGN_OR_RETURN(auto candidates, Candidates(flags, {}, ConfigList::kEach));
  Candidate candidate = std::move(candidates.front());
  candidate.name = entry.profile;
  candidate.label = report::SettingName(entry);
  if (entry.stage == StudyStage::kThreads) {
    candidate.label += fmt::format(", {} thread{}", entry.setting.threads, entry.setting.threads == 1 ? "" : "s");
  }
  return candidate;
}

// An error that is the entry's own, which is its reason, or one that ends the study.
Result<void> Note(const std::optional<Error>& error, StudyEntry& entry) {
  if (!error) return {};
  if (error->code == ErrorCode::kInterrupted || error->code == ErrorCode::kIo) return Fail(*error);
  entry.unavailable = error->message;
  return {};
}

Result<void> MeasureGroup(const Group& group, const record::RunFolder& run, Seconds budget) {
  std::vector<Candidate> candidates;
  std::vector<StudyEntry*> entries;  // of the candidates
  for (StudyEntry* entry : group) {
    auto candidate = CandidateFor(*entry, run.path(), budget);
    TRY(Note(candidate ? std::nullopt : std::optional(candidate.error()), *entry));
    if (!candidate) continue;
    candidates.push_back(*std::move(candidate));
    entries.push_back(entry);
  }
  if (candidates.empty()) return {};
  const Extent extent = group.front()->stage == StudyStage::kLayers ? Extent::kLayers : Extent::kWhole;
  const std::vector<Measured> measured = MeasureByTurns(candidates, extent, run, true);
  for (std::size_t i = 0; i < entries.size(); ++i) TRY(Note(measured[i].error, *entries[i]));
  return {};
}

}  // namespace

Result<void> RunStudy(record::Study& study, const record::RunFolder& run, Seconds budget) {
  ASSIGN_OR_RETURN(const std::vector<Group> groups, Missing(study, run.path()));
  Purse purse(budget, groups);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Group& group = groups[i];
    if (purse.Left() <= Seconds(0)) {
      for (StudyEntry* entry : group) {
        entry->unavailable = fmt::format("the budget of {:.3g} s was spent; go on with --resume", budget.count());
        entry->left_over = true;
      }
      continue;
    }
    Say(fmt::format("study: {}, {}; {} of {}, at most {:.0f} s left\n", group.front()->model,
                    group.front()->stage == StudyStage::kLayers ? "layer by layer" : "by threads", i + 1, groups.size(),
                    purse.Left().count()));
    const auto measured = MeasureGroup(group, run, purse.Take(group));
    TRY(run.SaveStudy(study));
    if (!measured) return measured;
    if (IsInterrupted()) return Fail(ErrorCode::kInterrupted, "interrupted");
  }
  return run.SaveStudy(study);
}

Result<report::Document> ReportStudy(const record::Study& study, const std::filesystem::path& folder) {
  ASSIGN_OR_RETURN(const auto profiles, record::LoadStudyProfiles(folder, study));
  const auto findings = study::Find(study, profiles);
  return report::StudyDocument(study, findings);
}

}  // namespace dnntune::cli
