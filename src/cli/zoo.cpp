// SPDX-License-Identifier: Apache-2.0
#include "zoo/zoo.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/model_format.h"
#include "cli/verb.h"

namespace dnntune::cli {
namespace {

struct Options {
  std::string name;
  std::string model_format{DefaultFormat()};
  std::string file;
};

report::Document List() {
  report::Table table{"models", "Models", {{"name", "Name"}, {"title", "Title"}, {"input", "Input"}, {"source", "Source"}}, {}};
  for (const zoo::Entry& entry : zoo::Models()) {
    table.rows.push_back(
        {{std::string(entry.name), std::string(entry.title), std::string(entry.input), std::string(entry.source)}});
  }
  report::Document document{"zoo", "Models of the zoo", {}, {}};
  document.verdict = {"Weights are seeded noise: right for latency and energy, useless for predictions."};
  document.sections.push_back({"models", "Models", "", {std::move(table)}});
  return document;
}

Result<report::Document> Export(const Options& options, const std::string& common_output) {
  std::string path = options.file.empty() ? common_output : options.file;
  if (path.empty()) path = zoo::FileName(options.name, options.model_format);
  TRY(zoo::Write(options.name, options.model_format, path));
  report::Document document{"zoo", "Model " + options.name, {"Wrote " + options.name + " to " + path + "."}, {}};
  document.sections.push_back({"written", "Written", "", {report::Fact{"file", "File", path, report::Hint::kText}}});
  return document;
}

void Configure(CLI::App& app, VerbContext& context) {
  const auto options = std::make_shared<Options>();
  app.require_subcommand(1);
  CLI::App* list = app.add_subcommand("list", "List the models");
  CLI::App* write = app.add_subcommand("export", "Write a model to a file");
  write->add_option("name", options->name, "Name of the model")->required();
  write->add_option("--model-format", options->model_format, "Format of the file: onnx, tensorflow or tflite")
      ->capture_default_str();
  write->add_option("--file", options->file, "File to write; default: the name, and .onnx, .pb or .tflite");
  context.run = [options, list]() -> Result<report::Document> {
    if (list->parsed()) return List();
    return Export(*options, "");
  };
}

}  // namespace

extern const Verb kZooVerb;
const Verb kZooVerb{"zoo", "List and write well-known networks", "dnntune zoo export mobilenet-v2", &Configure};

}  // namespace dnntune::cli
