// SPDX-License-Identifier: Apache-2.0
#include "cli/model_format.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

#include "spec/setting.h"

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
};
constexpr EngineRow kEngines[] = {
    {"onnxruntime", kOnnx}, {"openvino", kOnnx}, {"tensorflow", kTensorFlow}, {"tflite", kTflite}, {"litert", kTflite},
    {"null", kAny},         {"replay", kAny},
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

// The engines by name that read the format and have work to do.
std::vector<std::string_view> Readers(std::string_view format) {
  std::vector<std::string_view> readers;
  for (const EngineRow& row : kEngines) {
    if (row.formats.size() < kAny.size() && Reads(row.engine, format)) readers.push_back(row.engine);
  }
  return readers;
}

}  // namespace

Result<std::string_view> FormatFor(std::span<const std::string> engines) {
  for (const std::string_view format : FormatsOf(engines.front())) {
    if (std::all_of(engines.begin(), engines.end(), [&](const std::string& engine) { return Reads(engine, format); }))
      return format;
  }
  std::set<std::string> told;
  for (const std::string& engine : engines) told.insert(fmt::format("{} reads {} files", engine, FormatsOf(engine).front()));
  return Fail(ErrorCode::kUnavailable,
              fmt::format("{}: this version cannot run the two parts of one model from files of different formats; set the same "
                          "framework for device and cloud",
                          fmt::join(told, ", ")));
}

std::string_view DefaultFormat() {
  return FormatsOf(spec::Setting{}.engine).front();
}

Result<void> CheckReads(const std::string& engine, std::string_view format, const std::string& file) {
  if (Reads(engine, format)) return {};
  return Fail(ErrorCode::kBadInput,
              fmt::format("model {} is a file of format {}, which engine {} does not read: it reads {}; set framework to {}, or "
                          "convert the model",
                          file, format, engine, fmt::join(FormatsOf(engine), ", "), fmt::join(Readers(format), " or ")));
}

}  // namespace dnntune::cli
