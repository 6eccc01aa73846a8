// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/compare_recorded.h"
#include "cli/measure_and_compare.h"
#include "cli/run_files.h"
#include "cli/say.h"
#include "cli/verb.h"
#include "report/comparison_document.h"

namespace dnntune::cli {
namespace {

struct CompareFlags {
  std::vector<std::string> subjects;
  std::vector<std::string> settings;
  MeasuringFlags measuring;
};

// Recorded runs are taken as they are: a flag that would change how they were measured is a mistake.
Result<void> CheckNothingToMeasure(const CompareFlags& flags) {
  std::vector<std::string> given;
  if (!flags.settings.empty()) given.emplace_back("--setting");
  for (const spec::Override& one : flags.measuring.config.overrides) {
    if (!one.key.starts_with("output.")) given.push_back(one.flag);
  }
  if (given.empty()) return {};
  return Fail(ErrorCode::kUsage, fmt::format("recorded runs are compared as they are; leave out {}", given.front()));
}

Result<report::Document> Recorded(const CompareFlags& flags) {
  TRY(CheckNothingToMeasure(flags));
  ASSIGN_OR_RETURN(const spec::Loaded loaded, LoadConfig(flags.measuring.config));
  ASSIGN_OR_RETURN(const record::Comparison comparison, CompareRecorded(flags.subjects));
  report::Document document = report::ComparisonDocument(comparison);
  if (loaded.spec.output.folder.empty()) return document;
  ASSIGN_OR_RETURN(const record::RunFolder run, OpenRun(loaded.spec, ""));
  TRY(run.SaveComparison(comparison));
  TRY(SaveReports(run, loaded.spec, document));
  Say("comparison and report: " + run.path().string() + "\n");
  return document;
}

Result<report::Document> Run(const CompareFlags& flags) {
  const auto& subjects = flags.subjects;
  if (subjects.size() > 1 || (subjects.size() == 1 && IsRecorded(subjects.front()))) return Recorded(flags);
  MeasuringFlags measuring = flags.measuring;
  if (!subjects.empty()) measuring.model = subjects.front();
  ASSIGN_OR_RETURN(const auto candidates, Candidates(measuring, flags.settings, ConfigList::kEach));
  if (candidates.size() < 2) {
    return Fail(
        ErrorCode::kUsage,
        "a comparison needs at least two settings: give several values, such as --framework onnxruntime,tflite or --threads "
        "1,2, or --setting twice; or name recorded runs");
  }
  return MeasureAndCompare(candidates, Extent::kWhole);
}

void Configure(CLI::App& app, VerbContext& context) {
  const auto flags = std::make_shared<CompareFlags>();
  app.add_option("model", flags->subjects,
                 "Model file, or a name of 'dnntune zoo list'; or recorded runs and profiles, which are compared as they are");
  app.add_option("--setting", flags->settings,
                 "One setting, such as \"framework=tflite library=builtin threads=2\"; may be given several times")
      ->type_name("KEY=VALUE...")
      ->expected(1)
      ->take_all();
  AddMachineFlags(app, flags->measuring);
  context.run = [flags] { return Run(*flags); };
}

}  // namespace

extern const Verb kCompareVerb;
const Verb kCompareVerb{"compare", "Measure a model with several settings by turns, or compare recorded runs",
                        "dnntune compare mobilenet-v2 --framework onnxruntime,tflite --threads 1,2", &Configure};

}  // namespace dnntune::cli
