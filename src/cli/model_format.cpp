// SPDX-License-Identifier: Apache-2.0
#include "cli/model_format.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "format/format.h"
#include "setting/setting.h"

namespace dnntune::cli {
namespace {

using Formats = std::span<const std::string_view>;

constexpr std::array<std::string_view, 1> kOnnx = {"onnx"};
constexpr std::array<std::string_view, 1> kTflite = {"tflite"};
constexpr std::array<std::string_view, 1> kTensorFlow = {"tensorflow"};
constexpr std::array<std::string_view, 3> kAny = {"onnx", "tensorflow", "tflite"};

struct EngineRow {
  std::string_view engine;
  Formats formats;  // the one to write first
  bool computes = true;
};
constexpr EngineRow kEngines[] = {
    {"onnxruntime", kOnnx}, {"tensorflow", kTensorFlow}, {"tflite", kTflite},     {"litert", kTflite},
    {"openvino", kAny},     {"null", kAny, false},       {"replay", kAny, false},
};

Formats FormatsOf(std::string_view engine) {
  for (const EngineRow& row : kEngines) {
    if (row.engine == engine) return row.formats;
  }
  return kOnnx;
}

bool Reads(std::string_view engine, std::string_view format) {
  const Formats formats = FormatsOf(engine);
  return std::find(formats.begin(), formats.end(), format) != formats.end();
}

bool AllRead(std::span<const std::string> engines, std::string_view format) {
  return std::all_of(engines.begin(), engines.end(), [&](const std::string& engine) { return Reads(engine, format); });
}

// The engines by name that run models of the format.
std::vector<std::string_view> Readers(std::string_view format) {
  std::vector<std::string_view> readers;
  for (const EngineRow& row : kEngines) {
    if (row.computes && Reads(row.engine, format)) readers.push_back(row.engine);
  }
  return readers;
}

}  // namespace

std::string_view FormatFor(std::span<const std::string> engines) {
  const Formats formats = FormatsOf(engines.front());
  const auto common =
      std::find_if(formats.begin(), formats.end(), [&](std::string_view format) { return AllRead(engines, format); });
  return common == formats.end() ? formats.front() : *common;
}

std::filesystem::path FileFor(std::span<const std::string> engines, std::span<const std::filesystem::path> files) {
  for (const auto& readers : {engines, engines.first(1)}) {
    for (const std::filesystem::path& file : files) {
      const auto format = format::FormatOf(file);
      if (format && AllRead(readers, (*format)->name)) return file;
    }
  }
  return files.front();
}

Result<std::string> EngineFor(std::string_view format) {
  const std::vector<std::string_view> readers = Readers(format);
  if (!readers.empty()) return std::string(readers.front());
  return Fail(ErrorCode::kBadInput, fmt::format("no engine runs files of format '{}'", format));
}

std::string_view DefaultFormat() {
  return FormatsOf(setting::Setting{}.engine).front();
}

Result<void> CheckReads(const std::string& engine, std::string_view format, const std::string& file) {
  if (Reads(engine, format)) return {};
  return Fail(ErrorCode::kBadInput,
              fmt::format("model {} is a file of format {}, which engine {} does not read: it reads {}; set framework to {}, or "
                          "convert the model",
                          file, format, engine, fmt::join(FormatsOf(engine), ", "), fmt::join(Readers(format), " or ")));
}

}  // namespace dnntune::cli
