// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "campaign/study.h"
#include "cli/measuring_flags.h"
#include "cli/run_files.h"
#include "cli/show_study.h"
#include "cli/verb.h"
#include "spec/value.h"

namespace dnntune::cli {
namespace {

struct Options {
  campaign::StudyWanted wanted;
  std::string budget = "15 min";
  std::string output;
};

Result<report::Document> Run(const Options& options) {
  campaign::StudyWanted wanted = options.wanted;
  wanted.folder = options.output;
  ASSIGN_OR_RETURN(wanted.budget, spec::ReadSeconds(spec::FromFlag("budget", options.budget, "--budget"), spec::Range::kPositive));
  Session session;
  ASSIGN_OR_RETURN(const campaign::Studied studied, campaign::Study(wanted, session.Context()));
  ASSIGN_OR_RETURN(const report::Document document, ShowStudy(studied.study, studied.run.path()));
  spec::Spec spec;
  spec.output.formats = {"json", "html", "csv"};
  TRY(SaveReports(studied.run, spec, document));
  session.progress.Note("profiles, tables and report: " + studied.run.path().string());
  return document;
}

void Configure(Command& command, VerbContext& context) {
  const auto options = std::make_shared<Options>();
  campaign::StudyRequest& request = options->wanted.request;
  command.RequireCommand();
  Command models = command.AddCommand("models", "Profile models of the zoo on every engine, and show how they differ");
  models.Add("models", request.models, "Names of 'dnntune zoo list'; none: all");
  models.Add("--framework", request.engines, "Engines; none: those that are installed").SplitAt(',');
  models.Add("--precision", request.file_precisions, "Numbers of the model's file; none: fp32 and int8").SplitAt(',');
  models.Add("--threads", request.threads, "Numbers of threads; none: up to the logical CPUs that may be used")
      .SplitAt(',')
      .Between(1, 1024);
  models.Add("--budget", options->budget, "Time after which nothing more is begun; go on later with --resume").WithDefaultShown();
  models.Add("--output", options->output, "Folder for profiles, tables and report; else runs/<time>-study");
  models.Add("--resume", options->wanted.resume, "Go on with the study in this folder: only what is missing is measured");
  context.run = [options] { return Run(*options); };
}

}  // namespace

extern const Verb kStudyVerb;
const Verb kStudyVerb{"study", "Profile many models and show how they differ",
                      "dnntune study models --budget 10min --report study.html", &Configure};

}  // namespace dnntune::cli
