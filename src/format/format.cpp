// SPDX-License-Identifier: Apache-2.0
#include "format/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "format/foreign.h"
#include "format/onnx/kinds.h"
#include "format/onnx/quantize.h"
#include "format/onnx/read.h"
#include "format/onnx/write_network.h"
#include "format/tensorflow/kinds.h"
#include "format/tensorflow/read.h"
#include "format/tensorflow/write_network.h"
#include "format/tflite/kinds.h"
#include "format/tflite/quantize.h"
#include "format/tflite/read.h"
#include "format/tflite/write_network.h"

namespace dnntune::format {
namespace {

constexpr std::array<std::string_view, 1> kOnnx = {".onnx"};
constexpr std::array<std::string_view, 1> kTensorFlow = {".pb"};
constexpr std::array<std::string_view, 1> kTflite = {".tflite"};

constexpr std::array kFormats = {Format{.name = "onnx",
                                        .extensions = kOnnx,
                                        .read = &onnx::Read,
                                        .write_network = &onnx::WriteNetwork,
                                        .control_flow = onnx::kControlFlow,
                                        .quantizer = &onnx::kQuantizer},
                                 Format{.name = "tensorflow",
                                        .extensions = kTensorFlow,
                                        .read = &tensorflow::Read,
                                        .write_network = &tensorflow::WriteNetwork,
                                        .control_flow = tensorflow::kControlFlow},
                                 Format{.name = "tflite",
                                        .extensions = kTflite,
                                        .read = &tflite::Read,
                                        .write_network = &tflite::WriteNetwork,
                                        .control_flow = tflite::kControlFlow,
                                        .stateful = tflite::kStateful,
                                        .quantizer = &tflite::kQuantizer}};

std::string Extension(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return extension;
}

// ".onnx, .pb or .tflite"
std::string KnownExtensions() {
  std::string known;
  for (const Format& format : kFormats) {
    const bool is_first = known.empty(), is_last = &format == &kFormats.back();
    known += fmt::format("{}{}", is_first ? "" : is_last ? " or " : ", ", format.extensions.front());
  }
  return known;
}

Result<void> CheckFile(const std::filesystem::path& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return Fail(ErrorCode::kIo, fmt::format("cannot read model {}: no such file; check the path", path.string()));
  }
  if (std::filesystem::is_directory(status)) {
    // The reader of graphs says what to do with the file in it.
    if (std::filesystem::exists(path / "saved_model.pb", error)) return {};
    return Fail(ErrorCode::kIo, fmt::format("cannot read model {}: it is a folder; name the model file in it", path.string()));
  }
  if (const auto foreign = ForeignKind(path)) {
    return Fail(ErrorCode::kBadInput, fmt::format("cannot read model {}: {}", path.string(), *foreign));
  }
  return {};
}

}  // namespace

std::span<const Format> Formats() {
  return kFormats;
}

const Format* FormatNamed(std::string_view name) {
  const auto* found = std::find_if(kFormats.begin(), kFormats.end(), [&](const Format& format) { return format.name == name; });
  return found == kFormats.end() ? nullptr : found;
}

Result<const Format*> FormatOf(const std::filesystem::path& path) {
  const std::string extension = Extension(path);
  for (const Format& format : kFormats) {
    if (std::find(format.extensions.begin(), format.extensions.end(), extension) != format.extensions.end()) return &format;
  }
  return Fail(ErrorCode::kBadInput, fmt::format("cannot tell the format of model {} from its extension '{}'; name an {} file",
                                                path.string(), extension, KnownExtensions()));
}

Result<std::unique_ptr<Model>> Read(const std::filesystem::path& path, const ReadOptions& options) {
  TRY(CheckFile(path));
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return tensorflow::Read(path / "saved_model.pb", options);
  ASSIGN_OR_RETURN(const Format* format, FormatOf(path));
  return format->read(path, options);
}

}  // namespace dnntune::format
