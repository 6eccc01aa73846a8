// SPDX-License-Identifier: Apache-2.0
#include "zoo/zoo.h"

#include <fmt/format.h>

#include <memory>

#include "cli/calibration_flags.h"
#include "cli/measuring_flags.h"
#include "cli/verb.h"
#include "metric/quantity.h"
#include "report/zoo_document.h"

namespace dnntune::cli {
namespace {

namespace fs = std::filesystem;
constexpr const char* kAll = "all";
constexpr const char* kFloat32 = "fp32";

struct Options {
  std::string name;
  std::string model_format;
  std::string file;
  std::string folder = ".";
  int batch = 1;
  std::optional<int> length{};
  campaign::Quantizing how{.precision = kFloat32};
};

report::ZooTensor Describe(const std::string& name, const format::Value& value) {
  return {name, value.shape, value.dtype};
}

Result<report::Document> List() {
  std::vector<report::ZooModel> models;
  for (const zoo::Entry& entry : zoo::Models()) {
    ASSIGN_OR_RETURN(const format::Network network, zoo::Make({.name = std::string(entry.name)}));
    report::ZooModel model{.name = std::string(entry.name),
                           .title = std::string(entry.title),
                           .inputs = {},
                           .output = Describe(network.output, network.nodes.back().value),
                           .source = std::string(entry.source)};
    for (const format::Input& input : network.inputs) model.inputs.push_back(Describe(input.name, input.value));
    models.push_back(std::move(model));
  }
  return report::ZooListDocument(models);
}

// A file that is asked for.
struct Target {
  zoo::Request request;
  std::string format;
  fs::path path;
};

Result<std::vector<std::string>> FormatsOf(const Options& options) {
  const auto known = zoo::Formats();
  if (options.model_format == kAll || (options.model_format.empty() && options.name == kAll)) return {{known.begin(), known.end()}};
  return {{options.model_format.empty() ? std::string(known.front()) : options.model_format}};
}

bool IsQuantized(const Options& options) {
  return options.how.precision != kFloat32;
}

Result<std::vector<Target>> Targets(const Options& options) {
  std::vector<std::string> names = {options.name};
  if (options.name == kAll) {
    names.clear();
    for (const zoo::Entry& entry : zoo::Models()) names.emplace_back(entry.name);
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> formats, FormatsOf(options));
  if (!options.file.empty() && names.size() * formats.size() != 1) {
    return Fail(ErrorCode::kUsage, "--file names one file, but several are to be written; give --folder instead");
  }
  std::vector<Target> targets;
  for (const std::string& name : names) {
    zoo::Request request{name, options.batch, std::nullopt};
    request.length = options.length;
    for (const std::string& format : formats) {
      const zoo::Entry* entry = zoo::Find(name);
      const std::string stem = entry == nullptr ? name : std::string(entry->name);
      const std::string file = zoo::FileName(IsQuantized(options) ? stem + "-" + options.how.precision : stem, format);
      targets.push_back({request, format, options.file.empty() ? fs::path(options.folder) / file : fs::path(options.file)});
    }
  }
  return targets;
}

metric::Quantity<Bytes> SizeOf(const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  if (error) return metric::Quantity<Bytes>::Unavailable(error.message());
  return metric::Quantity<Bytes>::Of(Bytes(static_cast<double>(size)), metric::Source::kMeasured);
}

// Refused before the first file is written.
Result<void> CheckQuantized(const Options& options, const std::vector<Target>& targets) {
  if (!IsQuantized(options)) return {};
  TRY(campaign::CheckQuantizing(options.how));
  for (const Target& target : targets) TRY(campaign::QuantizerOf(target.format, target.path));
  return {};
}

Result<report::ZooFile> ExportOne(const Target& target, const Options& options, const campaign::Context& context) {
  report::ZooFile file{.path = target.path.string(), .format = target.format, .size = {}};
  if (IsQuantized(options)) {
    ASSIGN_OR_RETURN(const record::QuantizedModel model,
                     campaign::ExportQuantized(target.request, {target.format, target.path, options.how}, context));
    file.quantized = {model.quantized, model.kept.size(), model.outputs.front().signal_to_noise};
  } else {
    TRY(zoo::Write(target.request, target.format, target.path));
  }
  file.size = SizeOf(target.path);
  return file;
}

Result<report::Document> Export(const Options& options) {
  ASSIGN_OR_RETURN(const std::vector<Target> targets, Targets(options));
  TRY(CheckQuantized(options, targets));
  Session session;
  std::vector<report::ZooFile> files;
  for (const Target& target : targets) {
    if (targets.size() > 1) {
      session.progress.Note(fmt::format("{} of {}: {}", files.size() + 1, targets.size(), target.path.string()));
    }
    ASSIGN_OR_RETURN(report::ZooFile file, ExportOne(target, options, session.Context()));
    files.push_back(std::move(file));
  }
  return report::ZooExportDocument(options.name, options.how.precision, files);
}

void Configure(Command& command, VerbContext& context) {
  const auto options = std::make_shared<Options>();
  command.RequireCommand();
  Command list = command.AddCommand("list", "List the models");
  Command write = command.AddCommand("export", "Write a model, or all of them, to files");
  write.Add("name", options->name, "Name of the model, or all").Required();
  write.Add("--model-format", options->model_format,
            "Format of the file: onnx, tensorflow, tflite or all; default: onnx, and all for all models");
  write.Add("--file", options->file, "File to write; default: the name, and .onnx, .pb or .tflite, in --folder");
  write.Add("--folder", options->folder, "Folder to write to, made where it is missing").WithDefaultShown();
  write.Add("--batch", options->batch, "Inputs that one inference takes at once").WithDefaultShown();
  write.Add("--length", options->length, "Steps or tokens of the sequence that a recurrent model or a transformer reads");
  write.Add("--precision", options->how.precision, "fp32, fp16 or int8; the latter two through 'dnntune quantize'")
      .WithDefaultShown();
  AddCalibrationFlags(write, options->how);
  context.run = [options, list]() -> Result<report::Document> { return list.WasGiven() ? List() : Export(*options); };
}

}  // namespace

extern const Verb kZooVerb;
const Verb kZooVerb{"zoo", "List and write well-known networks", "dnntune zoo export mobilenet-v2", &Configure};

}  // namespace dnntune::cli
