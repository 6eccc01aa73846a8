// SPDX-License-Identifier: Apache-2.0
#include "zoo/zoo.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>

#include "base/file.h"
#include "base/nearest.h"
#include "format/format.h"
#include "format/onnx/network_writer.h"
#include "format/tensorflow/network_writer.h"
#include "format/tflite/network_writer.h"
#include "zoo/networks.h"

namespace dnntune::zoo {
namespace {

constexpr std::array kModels = {
    Entry{"mobilenet-v2", "MobileNet-V2", "input [1,3,224,224]", "Sandler et al., CVPR 2018", &MobileNetV2},
    Entry{"squeezenet-v1.1", "SqueezeNet-V1.1", "input [1,3,227,227]", "Iandola et al., 2016", &SqueezeNetV1_1},
    Entry{"resnet-50", "ResNet-50", "input [1,3,224,224]", "He et al., CVPR 2016", &ResNet50},
};

struct Writer {
  std::string_view format;
  Result<std::string> (*write)(const format::Network& network);
};
constexpr std::array kWriters = {Writer{"onnx", &format::WriteOnnx}, Writer{"tensorflow", &format::WriteTensorFlow},
                                 Writer{"tflite", &format::WriteTflite}};

std::string Normalise(std::string_view name) {
  std::string normal(name);
  std::transform(normal.begin(), normal.end(), normal.begin(),
                 [](unsigned char letter) { return letter == '_' ? '-' : static_cast<char>(std::tolower(letter)); });
  return normal;
}

std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (const Entry& entry : kModels) names.emplace_back(entry.name);
  return names;
}

Result<const Entry*> FindOrFail(std::string_view name) {
  if (const Entry* entry = Find(name)) return entry;
  return Fail(ErrorCode::kBadInput,
              fmt::format("no model '{}' in the zoo{}; see 'dnntune zoo list'", name, DidYouMean(Normalise(name), Names())));
}

Result<std::string> Bytes(const format::Network& network, std::string_view format) {
  for (const Writer& writer : kWriters) {
    if (writer.format == format) return writer.write(network);
  }
  return Fail(
      ErrorCode::kUnavailable,
      fmt::format("cannot write '{}' models: no writer is built into this version; use onnx, tensorflow or tflite", format));
}

// ".pb" for "tensorflow": what the reader goes by.
std::string Extension(std::string_view format) {
  for (const format::Format& one : format::Formats()) {
    if (one.name == format) return std::string(one.extensions.front());
  }
  return "." + std::string(format);
}

}  // namespace

std::span<const Entry> Models() {
  return kModels;
}

const Entry* Find(std::string_view name) {
  const std::string normal = Normalise(name);
  const auto found = std::find_if(kModels.begin(), kModels.end(), [&](const Entry& entry) { return entry.name == normal; });
  return found == kModels.end() ? nullptr : &*found;
}

Result<void> Write(std::string_view name, std::string_view format, const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(const Entry* entry, FindOrFail(name));
  ASSIGN_OR_RETURN(const std::string bytes, Bytes(entry->make(), format));
  return WriteFile(path, bytes);
}

std::string FileName(std::string_view name, std::string_view format) {
  return std::string(name) + Extension(format);
}

Result<std::filesystem::path> Materialise(std::string_view name, std::string_view format) {
  ASSIGN_OR_RETURN(const Entry* entry, FindOrFail(name));
  const format::Network network = entry->make();
  const std::filesystem::path path =
      CacheFolder() / "zoo" / fmt::format("{}-{}{}", entry->name, format::Fingerprint(network), Extension(format));
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) return path;
  ASSIGN_OR_RETURN(const std::string bytes, Bytes(network, format));
  TRY(WriteFile(path, bytes));
  return path;
}

Result<std::filesystem::path> Resolve(const std::string& model, std::string_view format) {
  std::error_code ignored;
  if (std::filesystem::exists(model, ignored)) return model;
  if (Find(model) != nullptr) return Materialise(model, format);
  return Fail(ErrorCode::kBadInput,
              fmt::format("'{}' is neither a file nor a model of the zoo{}; check the path or see 'dnntune zoo list'", model,
                          DidYouMean(Normalise(model), Names())));
}

}  // namespace dnntune::zoo
