// SPDX-License-Identifier: Apache-2.0
#include "cli/measure_and_compare.h"

#include "cli/measuring_flags.h"
#include "cli/run_files.h"
#include "report/comparison_document.h"
#include "report/unavailable_section.h"

namespace dnntune::cli {

Result<report::Document> MeasureAndCompare(const campaign::Compare& wanted) {
  Session session;
  ASSIGN_OR_RETURN(const campaign::Compared compared, campaign::CompareSettings(wanted, session.Context()));
  report::Document document = report::ComparisonDocument(compared.comparison);
  if (!compared.unavailable.empty()) document.sections.push_back(report::UnavailableSection(compared.unavailable));
  TRY(SaveReports(compared.run, wanted.spec, document));
  session.progress.Note("profiles, comparison and report: " + compared.run.path().string());
  return document;
}

}  // namespace dnntune::cli
