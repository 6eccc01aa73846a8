// SPDX-License-Identifier: Apache-2.0
#include "cli/narrow_model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>

#include "base/file.h"
#include "base/nearest.h"
#include "calibration/difference.h"
#include "calibration/ranges.h"
#include "cli/progress.h"

namespace dnntune::cli {
namespace fs = std::filesystem;
namespace {

constexpr const char* kInt8 = "int8";
constexpr const char* kFloat16 = "fp16";

class Narrowing {
 public:
  Narrowing(Measuring& measuring, const NarrowFlags& flags)
      : measuring_(measuring), flags_(flags), sink_("quantizing " + measuring.loaded.id.name, nullptr) {}

  Result<record::QuantizedModel> Run(const fs::path& target) {
    const format::Model& model = *measuring_.loaded.model;
    std::error_code error;
    if (fs::equivalent(target, measuring_.loaded.file, error)) {
      return Fail(ErrorCode::kUsage, fmt::format("--file {} is the model itself; name another file", target.string()));
    }
    ASSIGN_OR_RETURN(const format::Quantizer* quantizer, QuantizerOf(model.format(), measuring_.loaded.file));
    ASSIGN_OR_RETURN(const auto examples, MakeExamples(model.graph()));
    ASSIGN_OR_RETURN(format::Quantized quantized, Convert(*quantizer, *examples));
    ASSIGN_OR_RETURN(auto differences, Compare(quantized.bytes, *examples));
    TRY(WriteFile(target, quantized.bytes));
    record::QuantizedModel record = RecordOf(std::move(quantized), std::move(differences));
    record.file = target;
    record.inputs = examples->Describe();
    record.are_generated = examples->AreGenerated();
    for (const fs::path& file : model.files()) record.bytes_before += fs::file_size(file, error);
    return record;
  }

 private:
  // But for the file and the inputs.
  [[nodiscard]] record::QuantizedModel RecordOf(format::Quantized quantized,
                                                std::vector<calibration::OutputDifference> differences) const {
    record::QuantizedModel record;
    record.model = measuring_.loaded.id.name;
    record.format = measuring_.loaded.model->format();
    record.precision = flags_.precision;
    record.engine = measuring_.plan->setting.engine + " " + measuring_.plan->engine_version;
    record.bytes_after = quantized.bytes.size();
    record.quantized = static_cast<std::size_t>(quantized.quantized);
    for (format::Kept& one : quantized.kept) record.kept.push_back({std::move(one.name), std::move(one.reason)});
    for (calibration::OutputDifference& one : differences) {
      record.outputs.push_back({std::move(one.name), one.signal_to_noise, one.largest, one.agreement});
    }
    return record;
  }
  [[nodiscard]] Result<std::unique_ptr<calibration::Examples>> MakeExamples(const graph::Graph& graph) const {
    if (flags_.calibrate.empty()) return calibration::GeneratedExamples(graph, flags_.samples == 0 ? kGenerated : flags_.samples);
    ASSIGN_OR_RETURN(const calibration::Scaling scaling, calibration::ParseScaling(flags_.pixels));
    return calibration::FolderExamples(graph, flags_.calibrate, {.scaling = scaling, .most = flags_.samples});
  }
  [[nodiscard]] calibration::Subject Exact() const {
    const profiler::Plan& plan = *measuring_.plan;
    return {plan.graph, plan.model_id, plan.setting, *measuring_.workers};
  }

  Result<format::Quantized> Convert(const format::Quantizer& quantizer, const calibration::Examples& examples) {
    const fs::path& file = measuring_.loaded.file;
    const graph::Graph& graph = measuring_.plan->graph;
    if (flags_.precision == kFloat16) return quantizer.to_float16(file, graph);
    ASSIGN_OR_RETURN(const std::vector<std::string> tensors, quantizer.calibrated(file, graph));
    ASSIGN_OR_RETURN(const format::Ranges ranges, calibration::MeasureRanges(Exact(), tensors, examples, sink_));
    return quantizer.to_int8(file, graph, ranges);
  }

  // Through a file that is gone afterwards: what does not run is not left behind.
  Result<std::vector<calibration::OutputDifference>> Compare(const std::string& bytes, const calibration::Examples& examples) {
    ASSIGN_OR_RETURN(const TemporaryFolder folder, TemporaryFolder::Make());
    const fs::path file = folder.path() / ("narrowed" + measuring_.loaded.file.extension().string());
    TRY(WriteFile(file, bytes));
    format::ReadOptions options = measuring_.loaded.options;
    options.known_shapes.clear();
    const auto explain = [](Error error) { return Fail(std::move(error).Context("the narrowed model cannot be compared")); };
    auto model = format::Read(file, options);
    if (!model) return explain(std::move(model).error());
    ASSIGN_OR_RETURN(const std::string id, measuring_.connection->PutModel((*model)->files()));
    const calibration::Subject exact = Exact();
    const calibration::Subject narrowed{(*model)->graph(), id, exact.setting, exact.workers};
    auto differences = calibration::MeasureDifference(exact, narrowed, examples, sink_);
    if (!differences && differences.error().code != ErrorCode::kInterrupted) return explain(std::move(differences).error());
    return differences;
  }

  Measuring& measuring_;
  const NarrowFlags& flags_;
  ConsoleSink sink_;
};

}  // namespace

void AddCalibrationFlags(CLI::App& app, NarrowFlags& flags) {
  app.add_option(
      "--calibrate", flags.calibrate,
      "Folder of images (.png, .jpg) or arrays (.npy) whose values the ranges of int8 come from; default: generated noise");
  app.add_option("--pixels", flags.pixels, "What an image's 0 to 255 become: 0..1, -1..1, 0..255 or imagenet (mean and deviation)")
      ->capture_default_str();
  app.add_option("--samples", flags.samples, "At most this many inputs; default: all of the folder, or 8 generated ones")
      ->check(CLI::Range(1, 100000));
}

Result<void> CheckPrecision(const std::string& precision) {
  if (precision == kInt8 || precision == kFloat16) return {};
  const std::vector<std::string> known = {kInt8, kFloat16};
  return Fail(ErrorCode::kUsage, fmt::format("--precision: a model cannot be written in '{}'{}; known are {}", precision,
                                             DidYouMean(precision, known), fmt::join(known, " and ")));
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

Result<record::QuantizedModel> NarrowModel(Measuring& measuring, const NarrowFlags& flags, const fs::path& target) {
  return Narrowing(measuring, flags).Run(target);
}

}  // namespace dnntune::cli
