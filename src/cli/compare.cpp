// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "campaign/compare_recorded.h"
#include "campaign/run_place.h"
#include "cli/measure_and_compare.h"
#include "cli/measuring_flags.h"
#include "cli/run_files.h"
#include "cli/say.h"
#include "cli/verb.h"
#include "report/comparison_document.h"
#include "search/space.h"
#include "spec/plan.h"

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
  ASSIGN_OR_RETURN(const record::Comparison comparison, campaign::CompareRecorded(flags.subjects));
  report::Document document = report::ComparisonDocument(comparison);
  if (loaded.spec.output.folder.empty()) return document;
  ASSIGN_OR_RETURN(const record::RunFolder run, campaign::OpenRun(loaded.spec, ""));
  TRY(run.SaveComparison(comparison));
  TRY(SaveReports(run, loaded.spec, document));
  Say("comparison and report: " + run.path().string() + "\n");
  return document;
}

// The settings that the flags mean.
Result<search::Space> SpaceOf(const CompareFlags& flags, const spec::Spec& spec, search::Space space) {
  for (const std::string& text : flags.settings) {
    ASSIGN_OR_RETURN(auto point, search::ReadPoint(text));
    space.points.push_back(std::move(point));
  }
  ASSIGN_OR_RETURN(const spec::Device* device, spec::DeviceNamed(spec, flags.measuring.device));
  if (!flags.measuring.config.file.empty() && space.points.empty()) search::AddEngines(spec, *device, space);
  if (search::Contenders(device->setting, space).size() > 1) return space;
  return Fail(ErrorCode::kUsage,
              "a comparison needs at least two settings: give several values, such as --framework onnxruntime,tflite or --threads "
              "1,2, or --setting twice; or name recorded runs");
}

Result<report::Document> Run(const CompareFlags& flags) {
  const auto& subjects = flags.subjects;
  if (subjects.size() > 1 || (subjects.size() == 1 && campaign::IsRecorded(subjects.front()))) return Recorded(flags);
  MeasuringFlags base = flags.measuring;
  if (!subjects.empty()) base.model = subjects.front();
  ASSIGN_OR_RETURN(search::Space axes, search::TakeSpace(base.config.overrides));
  ASSIGN_OR_RETURN(const spec::Spec spec, LoadSpec(base));
  ASSIGN_OR_RETURN(const search::Space space, SpaceOf(flags, spec, std::move(axes)));
  return MeasureAndCompare({spec, base.device, space});
}

void Configure(Command& command, VerbContext& context) {
  const auto flags = std::make_shared<CompareFlags>();
  command.Add("model", flags->subjects,
              "Model file, or a name of 'dnntune zoo list'; or recorded runs and profiles, which are compared as they are");
  command
      .Add("--setting", flags->settings,
           "One setting, such as \"framework=tflite library=builtin threads=2\"; may be given several times")
      .Named("KEY=VALUE...")
      .Repeated();
  AddMachineFlags(command, flags->measuring);
  context.run = [flags] { return Run(*flags); };
}

}  // namespace

extern const Verb kCompareVerb;
const Verb kCompareVerb{"compare", "Measure a model with several settings by turns, or compare recorded runs",
                        "dnntune compare mobilenet-v2 --framework onnxruntime,tflite --threads 1,2", &Configure};

}  // namespace dnntune::cli
