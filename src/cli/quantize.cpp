// SPDX-License-Identifier: Apache-2.0
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

void Configure(Command& command, VerbContext& context) {
  const auto flags = std::make_shared<Flags>();
  command.Add("model", flags->measuring.model, "Model file in float32, or a name of 'dnntune zoo list'").Required();
  command.Add("--precision", flags->how.precision, "int8 or fp16").WithDefaultShown();
  command.Add("--file", flags->file, "File to write; default: the model's name with -int8 or -fp16");
  AddCalibrationFlags(command, flags->how);
  command.Add("--config", flags->measuring.config.file, "Config file (YAML)");
  command.Add("--device", flags->measuring.device,
              "Name of the config's device to calibrate on; else the one with the role device");
  AddConfigFlags(command, flags->measuring.config, kParts);
  context.run = [flags] { return Run(*flags); };
}

}  // namespace

extern const Verb kQuantizeVerb;
const Verb kQuantizeVerb{"quantize", "Write a model in int8 or float16, and say what it costs in accuracy",
                         "dnntune quantize model.onnx --calibrate photos --pixels imagenet", &Configure};

}  // namespace dnntune::cli
