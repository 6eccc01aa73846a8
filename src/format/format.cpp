// SPDX-License-Identifier: Apache-2.0
#include "format/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "format/onnx/read.h"
#include "format/tflite/read.h"

namespace dnntune::format {
namespace {

constexpr std::array<std::string_view, 1> kOnnxExtensions = {".onnx"};
constexpr std::array<std::string_view, 1> kTfliteExtensions = {".tflite"};

constexpr std::array kFormats = {Format{"onnx", kOnnxExtensions, &ReadOnnx}, Format{"tflite", kTfliteExtensions, &ReadTflite}};

// Formats that people have and that no reader exists for yet.
struct LaterFormat {
  std::string_view extension;
  std::string_view name;
};
constexpr std::array kLaterFormats = {LaterFormat{".pb", "TensorFlow GraphDef"}};

std::string Extension(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return extension;
}

tl::unexpected<Error> FailLater(const std::filesystem::path& path, std::string_view name) {
  return Fail(ErrorCode::kUnavailable,
              fmt::format("cannot read {}: no reader for {} models is built into this version; export the model as ONNX or .tflite",
                          path.string(), name));
}

Result<void> CheckFile(const std::filesystem::path& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return Fail(ErrorCode::kIo, fmt::format("cannot read model {}: no such file; check the path", path.string()));
  }
  if (std::filesystem::is_directory(status)) {
    if (std::filesystem::exists(path / "saved_model.pb", error)) return FailLater(path, "TensorFlow SavedModel");
    return Fail(ErrorCode::kIo, fmt::format("cannot read model {}: it is a folder; name the model file in it", path.string()));
  }
  return {};
}

}  // namespace

std::span<const Format> Formats() {
  return kFormats;
}

Result<std::unique_ptr<Model>> Read(const std::filesystem::path& path, const ReadOptions& options) {
  TRY(CheckFile(path));
  const std::string extension = Extension(path);
  for (const Format& format : kFormats) {
    if (std::find(format.extensions.begin(), format.extensions.end(), extension) != format.extensions.end()) {
      return format.read(path, options);
    }
  }
  for (const LaterFormat& later : kLaterFormats) {
    if (later.extension == extension) return FailLater(path, later.name);
  }
  return Fail(ErrorCode::kBadInput,
              fmt::format("cannot tell the format of model {} from its extension '{}'; name an .onnx or .tflite file",
                          path.string(), extension));
}

}  // namespace dnntune::format
