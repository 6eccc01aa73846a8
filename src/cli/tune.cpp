// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "campaign/tune.h"
#include "cli/measuring_flags.h"
#include "cli/run_files.h"
#include "cli/verb.h"
#include "report/tune_document.h"

namespace dnntune::cli {
namespace {

struct TuneFlags {
  ConfigFlags config;
  std::string resume;
};

Result<report::Document> Run(const TuneFlags& flags) {
  ASSIGN_OR_RETURN(const spec::Loaded loaded, LoadConfig(flags.config));
  const spec::Spec& spec = loaded.spec;
  Session session;
  ASSIGN_OR_RETURN(const campaign::Tuned tuned, campaign::Tune(spec, session.Context(), flags.resume));
  report::Document document = report::TuneDocument(tuned.record, tuned.device, tuned.cloud);
  TRY(SaveReports(tuned.run, spec, document));
  session.progress.Note("records and report: " + tuned.run.path().string());
  return document;
}

void Configure(Command& command, VerbContext& context) {
  const auto flags = std::make_shared<TuneFlags>();
  command.Add("config", flags->config.file, "Config file (YAML); may be left out where flags name a model");
  command.Add("--resume", flags->resume, "Go on with the run in this folder, with the same config");
  AddConfigFlags(command, flags->config);
  context.run = [flags] { return Run(*flags); };
}

}  // namespace

extern const Verb kTuneVerb;
const Verb kTuneVerb{"tune", "Find and prove the best deployment of a model", "dnntune tune examples/quickstart.yaml", &Configure};

}  // namespace dnntune::cli
