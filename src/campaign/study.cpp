// SPDX-License-Identifier: Apache-2.0
#include "campaign/study.h"

#include <fmt/format.h>

#include "campaign/run_place.h"

namespace dnntune::campaign {
namespace {

// A study that goes on measures what it was begun for.
Result<void> CheckNothingChosen(const StudyRequest& request) {
  if (request.models.empty() && request.engines.empty() && request.file_precisions.empty() && request.threads.empty()) return {};
  return Fail(ErrorCode::kUsage,
              "--resume goes on with what the study was begun for; leave out models, --framework, --precision and --threads");
}

Result<record::Study> Begun(const StudyWanted& wanted, const Context& context) {
  if (wanted.resume.empty()) return PlanStudy(wanted.request, context);
  TRY(CheckNothingChosen(wanted.request));
  ASSIGN_OR_RETURN(auto study, record::LoadStudy(wanted.resume));
  if (study) return *std::move(study);
  return Fail(ErrorCode::kBadInput, fmt::format("--resume {}: there is no study (study.json) in this folder", wanted.resume));
}

}  // namespace

Result<Studied> Study(const StudyWanted& wanted, const Context& context) {
  ASSIGN_OR_RETURN(record::Study study, Begun(wanted, context));
  spec::Spec place;
  place.model.name = "study";
  place.output.folder = wanted.folder;
  ASSIGN_OR_RETURN(record::RunFolder run, OpenRun(place, wanted.resume));
  TRY(run.SaveStudy(study));
  const auto done = RunStudy(study, context, run, wanted.budget);
  if (done) return Studied{std::move(run), std::move(study)};
  if (done.error().code != ErrorCode::kInterrupted) return Fail(done.error());
  return Fail(
      ErrorCode::kInterrupted,
      fmt::format("interrupted; what was measured is kept: go on with 'dnntune study models --resume {}'", run.path().string()));
}

}  // namespace dnntune::campaign
