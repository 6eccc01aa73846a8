// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/calibration_flags.h"
#include "cli/measuring_flags.h"
#include "cli/verb.h"
#include "report/quantize_document.h"

namespace dnntune::cli {
namespace {

// Nothing that decides or measures time: --precision is that of the file.
constexpr spec::Part kParts[] = {spec::Part::kModel, spec::Part::kDevice};

struct Flags {
  MeasuringFlags measuring;
  campaign::Quantizing how;
  std::string file;
};

Result<report::Document> Run(const Flags& flags) {
  TRY(campaign::CheckQuantizing(flags.how));
  ASSIGN_OR_RETURN(const spec::Spec spec, LoadSpec(flags.measuring));
  Session session;
  ASSIGN_OR_RETURN(const record::QuantizedModel quantized,
                   campaign::QuantizeModel({spec, flags.measuring.device, flags.how, flags.file}, session.Context()));
  return report::QuantizeDocument(quantized);
}

void Configure(CLI::App& app, VerbContext& context) {
  const auto flags = std::make_shared<Flags>();
  app.add_option("model", flags->measuring.model, "Model file in float32, or a name of 'dnntune zoo list'")->required();
  app.add_option("--precision", flags->how.precision, "int8 or fp16")->capture_default_str();
  app.add_option("--file", flags->file, "File to write; default: the model's name with -int8 or -fp16");
  AddCalibrationFlags(app, flags->how);
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
