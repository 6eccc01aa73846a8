// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>

#include "format/onnx/contents.h"

namespace dnntune::format::onnx {
namespace fs = std::filesystem;
namespace {

struct Place {
  fs::path file;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

std::uint64_t ToNumber(const std::string& text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Where the tensor's bytes are. A path that leaves the model's folder is refused: a model file must not name other files of the
// machine.
Result<Place> FindPlace(const TensorProto& tensor, const fs::path& model_path) {
  std::string location;
  Place place;
  bool has_length = false;
  for (const auto& entry : tensor.external_data()) {
    if (entry.key() == "location") location = entry.value();
    if (entry.key() == "offset") place.offset = ToNumber(entry.value());
    if (entry.key() == "length") {
      place.length = ToNumber(entry.value());
      has_length = true;
    }
  }
  const fs::path relative(location);
  const bool leaves = std::any_of(relative.begin(), relative.end(), [](const fs::path& part) { return part == ".."; });
  if (location.empty() || relative.is_absolute() || leaves) {
    return Fail(ErrorCode::kBadInput, fmt::format("model {}: weight '{}' is in external file '{}', which must be a path inside the "
                                                  "model's folder; save the model again",
                                                  model_path.string(), tensor.name(), location));
  }
  place.file = model_path.parent_path() / relative;
  std::error_code error;
  const std::uint64_t size = fs::file_size(place.file, error);
  if (error) {
    return Fail(ErrorCode::kIo, fmt::format("model {}: cannot read external weights {}: {}; put the file beside the model",
                                            model_path.string(), place.file.string(), error.message()));
  }
  if (place.offset > size || place.length > size - place.offset) {
    return Fail(ErrorCode::kBadInput,
                fmt::format("model {}: external weights {} are too short for weight '{}'; fetch the file again",
                            model_path.string(), place.file.string(), tensor.name()));
  }
  if (!has_length) place.length = size - place.offset;
  return place;
}

}  // namespace

Result<std::vector<fs::path>> ExternalFiles(const ModelProto& model, const fs::path& path) {
  std::vector<fs::path> files;
  const auto add = [&](const TensorProto& tensor) -> Result<void> {
    if (tensor.data_location() != TensorProto::EXTERNAL) return {};
    ASSIGN_OR_RETURN(const Place place, FindPlace(tensor, path));
    if (std::find(files.begin(), files.end(), place.file) == files.end()) files.push_back(place.file);
    return {};
  };
  for (const auto& weight : model.graph().initializer()) TRY(add(weight));
  for (const auto& node : model.graph().node()) {
    for (const auto& attribute : node.attribute()) {
      if (attribute.has_t()) TRY(add(attribute.t()));
    }
  }
  return files;
}

Result<void> Inline(TensorProto& tensor, const fs::path& model_path) {
  if (tensor.data_location() != TensorProto::EXTERNAL) return {};
  ASSIGN_OR_RETURN(const Place place, FindPlace(tensor, model_path));
  std::string bytes(place.length, '\0');
  std::ifstream file(place.file, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(place.offset));
  if (!file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
    return Fail(ErrorCode::kIo, fmt::format("cannot read weight '{}' from {}; check the file", tensor.name(), place.file.string()));
  }
  tensor.set_raw_data(std::move(bytes));
  tensor.clear_external_data();
  tensor.clear_data_location();
  return {};
}

}  // namespace dnntune::format::onnx
