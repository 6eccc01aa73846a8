// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/measuring.h"
#include "cli/narrow_model.h"
#include "cli/verb.h"
#include "report/quantize_document.h"
#include "zoo/zoo.h"

namespace dnntune::cli {
namespace {

namespace fs = std::filesystem;

// Nothing that decides or measures time: --precision is that of the file.
constexpr spec::Part kParts[] = {spec::Part::kModel, spec::Part::kDevice};

struct Flags {
  MeasuringFlags measuring;
  NarrowFlags narrow;
  std::string file;
};

// Beside a file, in the present folder for a model of the zoo, whose file is in the cache.
fs::path Target(const Flags& flags, const spec::Spec& spec, const Measuring& measuring) {
  if (!flags.file.empty()) return flags.file;
  const fs::path& file = measuring.loaded.file;
  const bool is_file = !spec.model.file.empty();
  const std::string stem = is_file ? file.stem().string() : spec.model.name;
  return (is_file ? file.parent_path() : fs::path()) / (stem + "-" + flags.narrow.precision + file.extension().string());
}

// Before an engine is asked for that reads the file: none would help.
Result<void> CheckFormat(const fs::path& file) {
  const auto format = format::FormatOf(file);
  if (file.empty() || !format) return {};
  const auto quantizer = QuantizerOf((*format)->name, file);
  return quantizer ? Result<void>() : Fail(quantizer.error());
}

Result<report::Document> Run(const Flags& flags) {
  TRY(CheckPrecision(flags.narrow.precision));
  TRY(calibration::ParseScaling(flags.narrow.pixels));
  ASSIGN_OR_RETURN(const Chosen chosen, Choose(flags.measuring));
  TRY(CheckFormat(chosen.spec.model.file));
  ASSIGN_OR_RETURN(const auto measuring, Prepare(chosen.spec, chosen.device));
  ASSIGN_OR_RETURN(const auto quantized, NarrowModel(*measuring, flags.narrow, Target(flags, chosen.spec, *measuring)));
  return report::QuantizeDocument(quantized);
}

void Configure(CLI::App& app, VerbContext& context) {
  const auto flags = std::make_shared<Flags>();
  app.add_option("model", flags->measuring.model, "Model file in float32, or a name of 'dnntune zoo list'")->required();
  app.add_option("--precision", flags->narrow.precision, "int8 or fp16")->capture_default_str();
  app.add_option("--file", flags->file, "File to write; default: the model's name with -int8 or -fp16");
  AddCalibrationFlags(app, flags->narrow);
  app.add_option("--config", flags->measuring.config.file, "Config file (YAML)");
  app.add_option("--device", flags->measuring.device,
                 "Name of the config's device to calibrate on; else the one with the role device");
  AddConfigFlags(app, flags->measuring.config, kParts);
  context.run = [flags] { return Run(*flags); };
}

}  // namespace

extern const Verb kQuantizeVerb;
const Verb kQuantizeVerb{"quantize", "Write a model in int8 or float16, and say what it costs in accuracy",
                         "dnntune quantize model.onnx --calibrate photos --pixels imagenet", &Configure};

}  // namespace dnntune::cli
