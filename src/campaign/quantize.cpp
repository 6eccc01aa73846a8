// SPDX-License-Identifier: Apache-2.0
#include "campaign/quantize.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

#include "base/file.h"
#include "base/nearest.h"
#include "calibration/difference.h"
#include "calibration/ranges.h"
#include "setting/engines.h"
#include "spec/load.h"

namespace dnntune::campaign {
namespace fs = std::filesystem;
namespace {

constexpr const char* kInt8 = "int8";
constexpr const char* kFloat16 = "fp16";

Result<std::unique_ptr<calibration::Examples>> MakeExamples(const graph::Graph& graph, const Quantizing& how) {
  if (how.calibrate.empty()) return calibration::GeneratedExamples(graph, how.samples == 0 ? kGenerated : how.samples);
  ASSIGN_OR_RETURN(const calibration::Scaling scaling, calibration::ParseScaling(how.pixels));
  return calibration::FolderExamples(graph, how.calibrate, {.scaling = scaling, .most = how.samples});
}

// Of a signature that was chosen, what tells its file from another's: "-decode".
std::string Ending(const std::string& signature) {
  if (signature.empty()) return "";
  std::string ending = "-" + signature;
  std::ranges::replace_if(
      ending, [](unsigned char letter) { return std::isalnum(letter) == 0; }, '-');
  return ending;
}

// Before an engine is asked for that reads the file: none would help.
Result<void> CheckFormat(const fs::path& file) {
  const auto format = format::FormatOf(file);
  if (file.empty() || !format) return {};
  const auto quantizer = QuantizerOf((*format)->name, file);
  return quantizer ? Result<void>() : Fail(quantizer.error());
}

// One model being quantised.
class Job {
 public:
  Job(const Ready& ready, const Quantizing& how, const Context& context)
      : ready_(ready), how_(how), targets_(context.targets), progress_(context.progress, "quantizing " + ready.task->model.name) {}

  Result<record::QuantizedModel> Run(const fs::path& target) {
    const format::Model& model = *ready_.installed.loaded->model;
    std::error_code error;
    if (fs::equivalent(target, ready_.installed.loaded->given, error)) {
      return Fail(ErrorCode::kUsage, fmt::format("--file {} is the model itself; name another file", target.string()));
    }
    ASSIGN_OR_RETURN(const format::Quantizer* quantizer, QuantizerOf(model.format(), File()));
    ASSIGN_OR_RETURN(const auto examples, MakeExamples(model.graph(), how_));
    ASSIGN_OR_RETURN(format::Quantized quantized, Convert(*quantizer, *examples));
    ASSIGN_OR_RETURN(auto differences, Compare(quantized.bytes, *examples));
    TRY(WriteFile(target, quantized.bytes));
    record::QuantizedModel outcome{.model = ready_.task->model.name,
                                   .file = target,
                                   .format = std::string(model.format()),
                                   .precision = how_.precision,
                                   .engine = ready_.task->subject.setting.engine + " " + ready_.task->engine_version,
                                   .inputs = examples->Describe(),
                                   .are_generated = examples->AreGenerated(),
                                   .bytes_before = 0,
                                   .bytes_after = quantized.bytes.size(),
                                   .quantized = static_cast<std::size_t>(quantized.quantized),
                                   .kept = {},
                                   .outputs = std::move(differences),
                                   .notes = NotesOnFile()};
    for (const format::Kept& one : quantized.kept) outcome.kept.push_back({one.name, one.reason});
    for (const fs::path& file : model.files()) outcome.bytes_before += fs::file_size(file, error);
    return outcome;
  }

 private:
  [[nodiscard]] const fs::path& File() const { return ready_.installed.loaded->file; }

  // The task's own notes are of a measurement and of inputs that were made up, where here examples may be given.
  [[nodiscard]] std::vector<std::string> NotesOnFile() const {
    const auto& note = ready_.installed.loaded->note;
    return note ? std::vector<std::string>{*note} : std::vector<std::string>();
  }

  Result<format::Quantized> Convert(const format::Quantizer& quantizer, const calibration::Examples& examples) {
    const graph::Graph& graph = ready_.installed.graph();
    if (how_.precision == kFloat16) return quantizer.to_float16(File(), graph);
    ASSIGN_OR_RETURN(const std::vector<std::string> tensors, quantizer.calibrated(File(), graph));
    ASSIGN_OR_RETURN(const format::Ranges ranges, calibration::MeasureRanges(ready_.task->subject, tensors, examples, progress_));
    return quantizer.to_int8(File(), graph, ranges);
  }

  // Through a file that is gone afterwards: what does not run is not left behind.
  Result<std::vector<record::QuantizedOutput>> Compare(const std::string& bytes, const calibration::Examples& examples) {
    ASSIGN_OR_RETURN(const TemporaryFolder folder, TemporaryFolder::Make());
    const fs::path file = folder.path() / ("quantized" + File().extension().string());
    TRY(WriteFile(file, bytes));
    format::ReadOptions options = ready_.installed.loaded->options;
    options.known_tensors.clear();
    const auto explain = [](Error error) { return Fail(std::move(error).Context("the quantised model cannot be compared")); };
    auto model = format::Read(file, options);
    if (!model) return explain(std::move(model).error());
    ASSIGN_OR_RETURN(const std::string id, targets_.At(ready_.task->device.name).Put((*model)->files()));
    const engine::Subject exact = ready_.task->subject;
    const engine::Subject quantized{(*model)->graph(), id, exact.setting, exact.workers};
    auto differences = calibration::MeasureDifference(exact, quantized, examples, progress_);
    if (!differences && differences.error().code != ErrorCode::kInterrupted) return explain(std::move(differences).error());
    return differences;
  }

  const Ready& ready_;
  const Quantizing& how_;
  target::Targets& targets_;
  TitledProgress progress_;
};

}  // namespace

Result<void> CheckQuantizing(const Quantizing& how) {
  TRY(calibration::ParseScaling(how.pixels));
  if (how.precision == kInt8 || how.precision == kFloat16) return {};
  const std::vector<std::string> known = {kInt8, kFloat16};
  return Fail(ErrorCode::kUsage, fmt::format("--precision: a model cannot be written in '{}'{}; known are {}", how.precision,
                                             DidYouMean(how.precision, known), fmt::join(known, " and ")));
}

Result<const format::Quantizer*> QuantizerOf(std::string_view format, const fs::path& file) {
  std::vector<std::string_view> able;
  for (const format::Format& row : format::Formats()) {
    if (row.quantizer != nullptr) able.push_back(row.name);
    if (row.quantizer != nullptr && row.name == format) return row.quantizer;
  }
  return Fail(ErrorCode::kUnavailable,
              fmt::format("{} is a file of format {}, which cannot be written in narrower numbers: only {} can; "
                          "give the model in that format",
                          file.string(), format, fmt::join(able, " or ")));
}

Result<record::QuantizedModel> Quantize(const Ready& ready, const Quantizing& how, const fs::path& target, const Context& context) {
  return Job(ready, how, context).Run(target);
}

Result<record::QuantizedModel> QuantizeModel(const QuantizeWanted& wanted, const Context& context) {
  TRY(CheckQuantizing(wanted.how));
  TRY(CheckFormat(wanted.spec.model.file));
  ASSIGN_OR_RETURN(const spec::Plan plan, PlanOne(wanted.spec, wanted.device, context));
  ASSIGN_OR_RETURN(const auto ready, MakeReady({wanted.spec, plan.model, plan.devices.front()}, context));
  const target::LoadedModel& loaded = *ready->installed.loaded;
  const fs::path& own = loaded.given;
  const bool is_file = !plan.model.file.empty();
  const std::string stem = (is_file ? own.stem().string() : plan.model.name) + Ending(plan.model.signature);
  const fs::path beside =
      (is_file ? own.parent_path() : fs::path()) / (stem + "-" + wanted.how.precision + own.extension().string());
  return Quantize(*ready, wanted.how, wanted.file.empty() ? beside : wanted.file, context);
}

Result<record::QuantizedModel> ExportQuantized(const zoo::Request& request, const QuantizeTarget& target, const Context& context) {
  ASSIGN_OR_RETURN(const TemporaryFolder folder, TemporaryFolder::Make());
  const fs::path exact = folder.path() / zoo::FileName(request.name, target.format);
  TRY(zoo::Write(request, target.format, exact));
  ASSIGN_OR_RETURN(spec::Loaded loaded, spec::Load(std::nullopt, {}));
  loaded.spec.model.file = exact;
  for (spec::Device& device : loaded.spec.devices) device.frameworks = {std::string(setting::ReadersOf(target.format).front())};
  return QuantizeModel({loaded.spec, "", target.how, target.path}, context);
}

}  // namespace dnntune::campaign
