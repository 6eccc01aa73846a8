// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "cli/show_study.h"
#include "cli/verb.h"
#include "record/run_folder.h"
#include "report/comparison_document.h"
#include "report/reconciliation.h"
#include "report/tune_document.h"

namespace dnntune::cli {
namespace {

Result<record::Profile> ProfileOf(const std::filesystem::path& run, const std::string& device) {
  ASSIGN_OR_RETURN(auto profile, record::LoadProfile(run, device));
  if (profile) return *std::move(profile);
  return Fail(ErrorCode::kBadInput,
              fmt::format("{} is missing; the run cannot be reported without it", record::ProfilePath(run, device).string()));
}

// A run's folder, or one profile document.
Result<report::Document> Run(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(path, ignored)) {
    ASSIGN_OR_RETURN(const record::Profile profile, record::ReadProfile(path));
    return report::ReconciledProfileDocument(profile);
  }
  ASSIGN_OR_RETURN(const auto comparison, record::LoadComparison(path));
  if (comparison) return report::ComparisonDocument(*comparison);
  ASSIGN_OR_RETURN(const auto study, record::LoadStudy(path));
  if (study) return ShowStudy(*study, path);
  ASSIGN_OR_RETURN(const record::TuneRecord tune, record::LoadTune(path));
  ASSIGN_OR_RETURN(const record::Profile device, ProfileOf(path, tune.device));
  ASSIGN_OR_RETURN(const record::Profile cloud, ProfileOf(path, tune.cloud));
  return report::TuneDocument(tune, device, cloud);
}

void Configure(Command& command, VerbContext& context) {
  const auto path = std::make_shared<std::string>();
  command.Add("run", *path, "Folder of a tune, compare or study run, or a profile document").Required();
  context.run = [path] {
    auto document = Run(*path);
    // What went wrong when it was measured is shown, and showing it went well.
    if (document) document->outcome.reset();
    return document;
  };
}

}  // namespace

extern const Verb kReportVerb;
const Verb kReportVerb{"report", "Show a recorded run again", "dnntune report examples/run --report page.html", &Configure};

}  // namespace dnntune::cli
