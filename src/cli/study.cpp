// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/run_files.h"
#include "cli/say.h"
#include "cli/study_plan.h"
#include "cli/study_run.h"
#include "cli/verb.h"
#include "spec/value.h"

namespace dnntune::cli {
namespace {

struct Options {
  StudyRequest request;
  std::string budget = "15 min";
  std::string output;
  std::string resume;
};

// A study that goes on measures what it was begun for.
Result<void> CheckNothingChosen(const StudyRequest& request) {
  if (request.models.empty() && request.engines.empty() && request.numbers.empty() && request.threads.empty()) return {};
  return Fail(ErrorCode::kUsage,
              "--resume goes on with what the study was begun for; leave out models, --framework, --precision and --threads");
}

Result<record::Study> Begun(const Options& options) {
  if (options.resume.empty()) return PlanStudy(options.request);
  TRY(CheckNothingChosen(options.request));
  ASSIGN_OR_RETURN(auto study, record::LoadStudy(options.resume));
  if (study) return *std::move(study);
  return Fail(ErrorCode::kBadInput, fmt::format("--resume {}: there is no study (study.json) in this folder", options.resume));
}

Result<report::Document> Run(const Options& options) {
  ASSIGN_OR_RETURN(const Seconds budget,
                   spec::ReadSeconds(spec::FromFlag("budget", options.budget, "--budget"), spec::Range::kPositive));
  ASSIGN_OR_RETURN(record::Study study, Begun(options));
  spec::Spec spec;
  spec.model.name = "study";
  spec.output.folder = options.output;
  spec.output.formats = {"json", "html", "csv"};
  ASSIGN_OR_RETURN(const record::RunFolder run, OpenRun(spec, options.resume));
  TRY(run.SaveStudy(study));
  if (auto done = RunStudy(study, run, budget); !done) {
    if (done.error().code != ErrorCode::kInterrupted) return Fail(std::move(done).error());
    return Fail(
        ErrorCode::kInterrupted,
        fmt::format("interrupted; what was measured is kept: go on with 'dnntune study models --resume {}'", run.path().string()));
  }
  ASSIGN_OR_RETURN(report::Document document, ReportStudy(study, run.path()));
  TRY(SaveReports(run, spec, document));
  Say("profiles, tables and report: " + run.path().string() + "\n");
  return document;
}

void Configure(CLI::App& app, VerbContext& context) {
  const auto options = std::make_shared<Options>();
  app.require_subcommand(1);
  CLI::App* models = app.add_subcommand("models", "Profile models of the zoo on every engine, and show how they differ");
  models->add_option("models", options->request.models, "Names of 'dnntune zoo list'; none: all");
  models->add_option("--framework", options->request.engines, "Engines; none: those that are installed")->delimiter(',');
  models->add_option("--precision", options->request.numbers, "Numbers of the model's file; none: fp32 and int8")->delimiter(',');
  models->add_option("--threads", options->request.threads, "Numbers of threads; none: up to the machine's logical CPUs")
      ->delimiter(',')
      ->check(CLI::Range(1, 1024));
  models->add_option("--budget", options->budget, "Time after which nothing more is begun; go on later with --resume")
      ->capture_default_str();
  models->add_option("--output", options->output, "Folder for profiles, tables and report; else runs/<time>-study");
  models->add_option("--resume", options->resume, "Go on with the study in this folder: only what is missing is measured");
  context.run = [options] { return Run(*options); };
}

}  // namespace

extern const Verb kStudyVerb;
const Verb kStudyVerb{"study", "Profile many models and show how they differ",
                      "dnntune study models --budget 10min --report study.html", &Configure};

}  // namespace dnntune::cli
