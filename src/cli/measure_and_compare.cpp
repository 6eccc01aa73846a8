// SPDX-License-Identifier: Apache-2.0
#include "cli/measure_and_compare.h"

#include <fmt/format.h>

#include "cli/compare_measured.h"
#include "cli/run_files.h"
#include "cli/say.h"
#include "report/comparison_document.h"
#include "report/unavailable_section.h"

namespace dnntune::cli {
Result<report::Document> MeasureAndCompare(std::span<const Candidate> candidates, Extent extent, const std::string& resume) {
  const spec::Spec& spec = candidates.front().chosen.spec;
  ASSIGN_OR_RETURN(const record::RunFolder run, OpenRun(spec, resume));
  const std::vector<Measured> measured = MeasureByTurns(candidates, extent, run, !resume.empty());
  ASSIGN_OR_RETURN(const record::Comparison compared, CompareMeasured(candidates, measured));
  TRY(run.SaveComparison(compared));
  if (FirstError(measured, ErrorCode::kInterrupted) != nullptr) {
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
