// SPDX-License-Identifier: Apache-2.0
#include "target/loaded_model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/sha256.h"
#include "engine/capability.h"
#include "setting/engines.h"
#include "zoo/zoo.h"

namespace dnntune::target {
namespace {

namespace fs = std::filesystem;

bool Reads(const engine::EngineInfo& engine, std::string_view format) {
  const auto formats = engine::FormatsOf(engine);
  return formats.empty() || std::ranges::find(formats, format) != formats.end();
}

bool AllRead(Engines engines, std::string_view format) {
  return std::ranges::all_of(engines, [&](const engine::EngineInfo* engine) { return Reads(*engine, format); });
}

std::string FormatFor(Engines engines) {
  std::vector<std::string> formats = engine::FormatsOf(*engines.front());
  if (formats.empty()) {  // it reads all
    for (const std::string_view format : zoo::Formats()) formats.emplace_back(format);
  }
  const auto common = std::ranges::find_if(formats, [&](const std::string& format) { return AllRead(engines, format); });
  return common == formats.end() ? formats.front() : *common;
}

std::vector<fs::path> FilesOf(const spec::Model& model) {
  std::vector<fs::path> files = {model.file};
  files.insert(files.end(), model.other_files.begin(), model.other_files.end());
  return files;
}

// The first where none is read by all of them.
fs::path FirstReadBy(Engines engines, std::span<const fs::path> files) {
  for (const Engines readers : {engines, engines.first(1)}) {
    for (const fs::path& file : files) {
      const auto format = format::FormatOf(file);
      if (format && AllRead(readers, (*format)->name)) return file;
    }
  }
  return files.front();
}

// An unknown extension is the reader's to refuse.
Result<void> CheckReadsOne(const engine::EngineInfo* engine, std::span<const fs::path> files) {
  const fs::path file = FirstReadBy(Engines(&engine, 1), files);
  const auto format = format::FormatOf(file);
  if (!format || Reads(*engine, (*format)->name)) return {};
  return Fail(ErrorCode::kBadInput,
              fmt::format("model {} is a file of format {}, which engine {} does not read: it reads {}; set framework to {}, or "
                          "convert the model",
                          file.string(), (*format)->name, engine->name, fmt::join(engine::FormatsOf(*engine), ", "),
                          fmt::join(setting::ReadersOf((*format)->name), " or ")));
}

// The authors' configs give TensorFlow's order, batch height width channels, and so have its files; ONNX files have channels first.
std::vector<std::int64_t> InOrderOf(bool is_onnx, const std::vector<std::int64_t>& shape) {
  if (shape.size() != 4 || (shape[3] == 3) == (shape[1] == 3)) return shape;
  const bool is_last = shape[3] == 3;
  if (is_last != is_onnx) return shape;
  if (is_last) return {shape[0], shape[3], shape[1], shape[2]};
  return {shape[0], shape[2], shape[3], shape[1]};
}

Result<void> CheckDataType(const spec::Model& model, const LoadedModel& loaded) {
  if (!model.data_type) return {};
  const graph::Graph& graph = loaded.model->graph();
  std::string types;
  for (const graph::TensorId id : graph.inputs()) {
    const graph::Tensor& input = graph.tensors()[id];
    if (input.dtype == model.data_type || !input.dtype) return {};
    types += fmt::format("{}'{}' is {}", types.empty() ? "" : ", ", input.name, graph::DTypeName(*input.dtype));
  }
  return Fail(ErrorCode::kBadInput,
              fmt::format("{}: data_type says {}, but of the model's inputs {}; leave data_type out or convert the model",
                          loaded.file.string(), graph::DTypeName(*model.data_type), types));
}

format::ReadOptions OptionsFor(const spec::Model& model, const fs::path& file) {
  format::ReadOptions options;
  const bool from_zoo = model.file.empty();
  for (const auto& [input, shape] : model.input_shapes) {
    const bool is_any_order = from_zoo || !model.other_files.empty();
    options.input_shapes[from_zoo ? std::string() : input] = is_any_order ? InOrderOf(file.extension() == ".onnx", shape) : shape;
  }
  // The names in a config that was written for another format's file say nothing about the zoo's.
  if (!from_zoo) {
    options.inputs = model.inputs;
    options.outputs = model.outputs;
  }
  return options;
}

bool IsAbsent(const fs::path& file) {
  std::error_code error;
  return !fs::exists(file, error);
}

}  // namespace

Result<spec::Model> ResolveModel(spec::Model model, std::vector<spec::Unavailable>& unavailable) {
  if (model.name.empty() && model.file.empty()) {
    return Fail(ErrorCode::kBadInput, "model: no model is named; give model.file, or model.name as one of 'dnntune zoo list'");
  }
  if (!model.file.empty() && IsAbsent(model.file) && zoo::Find(model.name) != nullptr) {
    unavailable.push_back(
        {"model.file", model.file.string(), "there is no such file", fmt::format("the zoo's {} is used instead", model.name)});
    model.file.clear();
    model.other_files.clear();
  }
  if (!model.file.empty()) {
    const std::vector<fs::path> files = FilesOf(model);
    const auto absent = std::ranges::find_if(files, &IsAbsent);
    if (absent == files.end()) return model;
    return Fail(ErrorCode::kIo, fmt::format("model.file: there is no file {}", absent->string()));
  }
  if (zoo::Find(model.name) != nullptr) return model;
  ASSIGN_OR_RETURN(model.file, zoo::Resolve(model.name, setting::DefaultFormat()));
  return model;
}

Result<fs::path> FileFor(const spec::Model& model, Engines engines) {
  if (model.file.empty()) return zoo::Materialise(model.name, FormatFor(engines));
  const std::vector<fs::path> files = FilesOf(model);
  for (const engine::EngineInfo* engine : engines) TRY(CheckReadsOne(engine, files));
  return FirstReadBy(engines, files);
}

Result<format::SignatureFile> FileOfSignature(const spec::Model& model, const fs::path& file) {
  // Files of other formats are the same model without signatures.
  const auto format = format::FormatOf(file);
  const bool is_other = !model.other_files.empty() && format && (*format)->name != "tflite";
  return format::FileOfSignature(file, is_other ? std::string() : model.signature);
}

Result<LoadedModel> LoadModel(const spec::Model& model, const fs::path& file) {
  LoadedModel loaded{.model = nullptr, .options = OptionsFor(model, file), .file = file, .id = {}, .given = file};
  ASSIGN_OR_RETURN(format::SignatureFile own, FileOfSignature(model, file));
  loaded.file = std::move(own.path);
  loaded.made = std::move(own.made);
  ASSIGN_OR_RETURN(loaded.model, format::Read(loaded.file, loaded.options));
  TRY(CheckDataType(model, loaded));
  const std::string stem = loaded.file.stem().string() + (model.signature.empty() ? "" : ":" + model.signature);
  loaded.id.name = model.name.empty() ? stem : model.name;
  loaded.id.format = loaded.model->format();
  ASSIGN_OR_RETURN(loaded.id.sha256, Sha256File(loaded.file));
  ASSIGN_OR_RETURN(const format::Signatures signatures, format::FindSignatures(file));
  loaded.note = format::NoteOnOthers(signatures, model.signature);
  return loaded;
}

}  // namespace dnntune::target
