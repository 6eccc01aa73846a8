// SPDX-License-Identifier: Apache-2.0
#include "cli/measure_and_compare.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "cli/run_files.h"
#include "cli/say.h"
#include "comparison/compare.h"
#include "report/comparison_document.h"
#include "report/unavailable_section.h"

namespace dnntune::cli {
namespace {

const Error* FirstError(std::span<const Measured> measured, ErrorCode code) {
  for (const Measured& one : measured) {
    if (one.error && one.error->code == code) return &*one.error;
  }
  return nullptr;
}

Error NothingMeasured(std::span<const Candidate> candidates, std::span<const Measured> measured) {
  std::string reasons;
  bool is_same = true;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    is_same = is_same && measured[i].error->message == measured[0].error->message;
    reasons += fmt::format("{}{}: {}", i == 0 ? "" : "; ", candidates[i].label, measured[i].error->message);
  }
  if (is_same) return *measured[0].error;
  return {measured[0].error->code, "none of the settings could be measured: " + reasons};
}

record::Comparison CompareMeasured(std::span<const Candidate> candidates, std::span<const Measured> measured) {
  std::vector<comparison::Entry> entries;
  std::string model = candidates.front().chosen.spec.model.name;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto& [profile, error] = measured[i];
    comparison::Entry entry{candidates[i].label, "", candidates[i].setting, profile ? &*profile : nullptr, ""};
    if (profile) entry.path = std::filesystem::path("profiles") / (candidates[i].name + ".json");
    if (profile) model = profile->model.name;
    if (!profile && error) entry.unavailable = error->message;
    entries.push_back(std::move(entry));
  }
  record::Comparison compared = comparison::Compare(entries, {model, true});
  compared.created = NowInUtc();
  compared.version = DNNTUNE_VERSION;
  return compared;
}

}  // namespace

Result<report::Document> MeasureAndCompare(std::span<const Candidate> candidates, Extent extent, const std::string& resume) {
  const spec::Spec& spec = candidates.front().chosen.spec;
  ASSIGN_OR_RETURN(const record::RunFolder run, OpenRun(spec, resume));
  const std::vector<Measured> measured = MeasureByTurns(candidates, extent, run, !resume.empty());
  if (const Error* error = FirstError(measured, ErrorCode::kIo)) return Fail(*error);
  const bool is_any = std::ranges::any_of(measured, [](const Measured& one) { return one.profile.has_value(); });
  const Error* interrupted = FirstError(measured, ErrorCode::kInterrupted);
  if (!is_any && interrupted == nullptr) return Fail(NothingMeasured(candidates, measured));
  if (!is_any) return Fail(*interrupted);
  const record::Comparison compared = CompareMeasured(candidates, measured);
  TRY(run.SaveComparison(compared));
  if (interrupted != nullptr) {
    return Fail(ErrorCode::kInterrupted,
                fmt::format("interrupted; what was measured is kept: see it with 'dnntune report {}'", run.path().string()));
  }
  report::Document document = report::ComparisonDocument(compared);
  if (!spec.unavailable.empty()) document.sections.push_back(report::UnavailableSection(spec.unavailable));
  TRY(SaveReports(run, spec, document));
  Say("profiles, comparison and report: " + run.path().string() + "\n");
  return document;
}

}  // namespace dnntune::cli
