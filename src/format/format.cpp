// SPDX-License-Identifier: Apache-2.0
#include "format/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "format/onnx/quantize.h"
#include "format/onnx/read.h"
#include "format/tensorflow/read.h"
#include "format/tflite/quantize.h"
#include "format/tflite/read.h"

namespace dnntune::format {
namespace {

constexpr std::array<std::string_view, 1> kOnnxExtensions = {".onnx"};
constexpr std::array<std::string_view, 1> kTfliteExtensions = {".tflite"};

constexpr std::array<std::string_view, 1> kTensorFlowExtensions = {".pb"};

constexpr std::array kFormats = {Format{"onnx", kOnnxExtensions, &onnx::Read, &onnx::kQuantizer},
                                 Format{"tensorflow", kTensorFlowExtensions, &tensorflow::Read, nullptr},
                                 Format{"tflite", kTfliteExtensions, &tflite::Read, &tflite::kQuantizer}};

std::string Extension(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return extension;
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
  return {};
}

}  // namespace

std::span<const Format> Formats() {
  return kFormats;
}

Result<const Format*> FormatOf(const std::filesystem::path& path) {
  const std::string extension = Extension(path);
  for (const Format& format : kFormats) {
    if (std::find(format.extensions.begin(), format.extensions.end(), extension) != format.extensions.end()) return &format;
  }
  return Fail(ErrorCode::kBadInput,
              fmt::format("cannot tell the format of model {} from its extension '{}'; name an .onnx, .pb or .tflite file",
                          path.string(), extension));
}

Result<std::unique_ptr<Model>> Read(const std::filesystem::path& path, const ReadOptions& options) {
  TRY(CheckFile(path));
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return tensorflow::Read(path / "saved_model.pb", options);
  ASSIGN_OR_RETURN(const Format* format, FormatOf(path));
  return format->read(path, options);
}

}  // namespace dnntune::format
