// SPDX-License-Identifier: Apache-2.0
#include "zoo/zoo.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/nearest.h"
#include "format/format.h"
#include "zoo/networks.h"

namespace dnntune::zoo {
namespace {

constexpr std::array kModels = {
    Entry{"rnn-ptb-small", "RNN PTB small", "Zaremba et al., 2014", 20, &RnnPtbSmall},
    Entry{"deepspeech", "DeepSpeech", "Hannun et al., 2014; Mozilla", 16, &DeepSpeech},
    Entry{"mnist-mlp", "MNIST MLP", "five dense layers", 0, &MnistMlp},
    Entry{"transformer", "Transformer base", "Vaswani et al., NeurIPS 2017", 7, &Transformer},
    Entry{"inception-v1", "Inception-V1", "Szegedy et al., CVPR 2015", 0, &InceptionV1},
    Entry{"inception-v3", "Inception-V3", "Szegedy et al., CVPR 2016", 0, &InceptionV3},
    Entry{"resnet-50", "ResNet-50", "He et al., CVPR 2016", 0, &ResNet50},
    Entry{"vgg16", "VGG16", "Simonyan and Zisserman, ICLR 2015", 0, &Vgg16},
    Entry{"mobilenet-v1", "MobileNet-V1", "Howard et al., 2017", 0, &MobileNetV1},
    Entry{"mobilenet-v2", "MobileNet-V2", "Sandler et al., CVPR 2018", 0, &MobileNetV2},
    Entry{"squeezenet-v1.1", "SqueezeNet-V1.1", "Iandola et al., 2016", 0, &SqueezeNet},
    Entry{"shufflenet-v2-0.5x", "ShuffleNet-V2 0.5x", "Ma et al., ECCV 2018", 0, &ShuffleNetV2},
    Entry{"deeplab-v3", "DeepLab-V3", "Chen et al., 2017; Sandler et al., CVPR 2018", 0, &DeepLabV3},
};

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

Result<void> CheckRange(std::string_view what, int value, int most) {
  if (value >= 1 && value <= most) return {};
  return Fail(ErrorCode::kBadInput, fmt::format("{} {} is not possible; give 1 to {}", what, value, most));
}

Result<void> WriteNetwork(const format::Network& network, std::string_view format, const std::filesystem::path& path) {
  const format::Format* row = format::FormatNamed(format);
  if (row == nullptr) {
    return Fail(ErrorCode::kUnavailable, fmt::format("cannot write '{}' models: no writer is built into this version; use {}",
                                                     format, fmt::join(Formats(), ", ")));
  }
  return WriteFile(path, [&](const ByteSink& sink) {
    return row->write_network(network, [&](std::string_view bytes) -> Result<void> {
      if (IsInterrupted()) return Fail(ErrorCode::kInterrupted, "interrupted; " + path.string() + " is not written");
      return sink(bytes);
    });
  });
}

// ".pb" for "tensorflow": what the reader goes by.
std::string Extension(std::string_view format) {
  const format::Format* row = format::FormatNamed(format);
  return row == nullptr ? "." + std::string(format) : std::string(row->extensions.front());
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

Result<format::Network> Make(const Request& request) {
  ASSIGN_OR_RETURN(const Entry* entry, FindOrFail(request.name));
  const Parameters parameters{request.batch.value_or(1), request.length.value_or(entry->length)};
  TRY(CheckRange("batch", parameters.batch, kMostAtOnce));
  if (request.length && entry->length == 0) {
    return Fail(ErrorCode::kBadInput, fmt::format("model '{}' reads no sequence, so it has no length; leave it out", entry->name));
  }
  if (entry->length != 0) TRY(CheckRange("sequence length", parameters.length, kLongest));
  return entry->make(parameters);
}

Result<void> Write(const Request& request, std::string_view format, const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(const format::Network network, Make(request));
  return WriteNetwork(network, format, path);
}

std::vector<std::string_view> Formats() {
  std::vector<std::string_view> formats;
  for (const format::Format& row : format::Formats()) formats.push_back(row.name);
  return formats;
}

std::string FileName(std::string_view name, std::string_view format) {
  return std::string(name) + Extension(format);
}

Result<std::filesystem::path> Materialise(std::string_view name, std::string_view format) {
  ASSIGN_OR_RETURN(const format::Network network, Make({.name = std::string(name)}));
  const std::filesystem::path path =
      CacheFolder() / "zoo" / fmt::format("{}-{}{}", network.name, format::Fingerprint(network), Extension(format));
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) return path;
  TRY(WriteNetwork(network, format, path));
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
