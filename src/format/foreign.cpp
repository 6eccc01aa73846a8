// SPDX-License-Identifier: Apache-2.0
#include "format/foreign.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <string_view>

namespace dnntune::format {
namespace {

namespace fs = std::filesystem;

// A zip archive lists the names of its files at its end.
constexpr std::streamoff kSeen = 1 << 16;

struct Content {
  std::string extension;
  std::string head, tail;
  [[nodiscard]] bool StartsWith(std::string_view bytes) const { return head.starts_with(bytes); }
  [[nodiscard]] bool HasAt(std::size_t place, std::string_view bytes) const {
    return head.size() >= place && std::string_view(head).substr(place).starts_with(bytes);
  }
  [[nodiscard]] bool IsZip() const { return StartsWith("PK\x03\x04"); }
  [[nodiscard]] bool Lists(std::string_view name) const { return IsZip() && tail.find(name) != std::string::npos; }
};

struct Kind {
  bool (*is)(const Content& content);
  const char* what;
  const char* todo;  // {0} stands for the file
};

constexpr const char* kKeras = "make an ONNX file of it: python -m tf2onnx.convert --keras {0} --output {0}.onnx";
constexpr const char* kKerasArchive =
    "make an ONNX file of it: python -c \"import keras; keras.saving.load_model('{0}').export('{0}.onnx', format='onnx')\"";
constexpr const char* kTorch =
    "make an ONNX file of it: python -c \"import torch; torch.onnx.export(torch.load('{0}', weights_only=False), "
    "(torch.zeros(SHAPE),), '{0}.onnx')\", with the shape of its input, if you trust the file: loading it runs code that is in it";

// The magic numbers are those of the formats' own writers: git-lfs (docs/spec.md), HDF5 (File Format Specification, II.A), zip
// (APPNOTE 4.3.7), PyTorch (torch/serialization.py, MAGIC_NUMBER, pickled with protocol 2), ONNX Runtime (ort.fbs,
// file_identifier). NVIDIA documents none for TensorRT: "ptrt" and "ftrt" are what its engines have been seen to begin with.
constexpr Kind kKinds[] = {
    {[](const Content& file) { return file.StartsWith("version https://git-lfs.github.com/spec/v1"); },
     "a Git LFS pointer and not the model itself", "run 'git lfs pull' in its repository"},
    {[](const Content& file) { return file.StartsWith("\x89HDF\r\n\x1a\n"); }, "an HDF5 file, as Keras writes .h5", kKeras},
    {[](const Content& file) { return file.Lists("model.weights.h5"); }, "a Keras archive", kKerasArchive},
    {[](const Content& file) { return file.extension == ".dlc"; }, "a container for Qualcomm's SNPE",
     "there is no way back from it; use the model that it was made of"},
    {[](const Content& file) {
       return file.Lists("/data.pkl") || file.StartsWith("\x80\x02\x8a\x0al\xfc\x9c\x46\xf9 j\xa8\x50\x19.");
     },
     "a PyTorch file", kTorch},
    {[](const Content& file) { return file.HasAt(4, "ORTM"); }, "a model in ONNX Runtime's own format (.ort)",
     "there is no way back from it; use the .onnx file that it was made of"},
    {[](const Content& file) { return file.extension == ".xml" && file.head.find("<net ") != std::string::npos; },
     "an OpenVINO model", "there is no way back from it; use the .onnx, .pb or .tflite file that it was made of"},
    {[](const Content& file) { return file.extension == ".mlmodel"; }, "a Core ML model",
     "make an ONNX file of it: python -c \"import coremltools, onnxmltools; "
     "onnxmltools.utils.save_model(onnxmltools.convert_coreml("
     "coremltools.utils.load_spec('{0}')), '{0}.onnx')\""},
    {[](const Content& file) { return file.StartsWith("ptrt") || file.StartsWith("ftrt") || file.extension == ".engine"; },
     "a TensorRT engine, made for one GPU", "there is no way back from it; use the .onnx file that it was made of"},
};

std::string Read(std::ifstream& file, std::streamoff from) {
  std::string bytes(static_cast<std::size_t>(kSeen), '\0');
  file.clear();
  file.seekg(from);
  file.read(bytes.data(), kSeen);
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

std::string LowerCase(std::string text) {
  std::ranges::transform(text, text.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return text;
}

}  // namespace

std::optional<std::string> ForeignKind(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  const auto size = static_cast<std::streamoff>(fs::file_size(path, error));
  std::ifstream file(path, std::ios::binary);
  if (error || !file) return std::nullopt;
  const Content content{LowerCase(path.extension().string()), Read(file, 0), Read(file, std::max(size - kSeen, std::streamoff{0}))};
  const auto* kind = std::ranges::find_if(kKinds, [&](const Kind& one) { return one.is(content); });
  if (kind == std::end(kKinds)) return std::nullopt;
  return fmt::format("it is {}; ", kind->what) + fmt::format(fmt::runtime(kind->todo), path.string());
}

}  // namespace dnntune::format
