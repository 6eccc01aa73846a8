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

// `path` with its links followed; empty where there is nothing.
fs::path Followed(const fs::path& path) {
  std::error_code error;
  fs::path real = fs::canonical(path, error);
  return error ? fs::path() : real;
}

// Links followed. The model may be a link itself, with its weights beside what it leads to: so do caches of downloads.
bool IsBeside(const fs::path& file, const fs::path& model_path) {
  const fs::path real = Followed(file);
  const fs::path folder = model_path.has_parent_path() ? model_path.parent_path() : fs::path(".");
  for (const fs::path& allowed : {Followed(folder), Followed(model_path).parent_path()}) {
    const bool is_inside = std::mismatch(allowed.begin(), allowed.end(), real.begin(), real.end()).first == allowed.end();
    if (!allowed.empty() && is_inside) return true;
  }
  return false;
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
  const auto leads_out = [&] {
    return Fail(ErrorCode::kBadInput, fmt::format("model {}: weight '{}' is in external file '{}', which must be a path inside the "
                                                  "model's folder, links followed; put the file there and save the model again",
                                                  model_path.string(), tensor.name(), location));
  };
  const fs::path relative(location);
  const bool leaves = std::any_of(relative.begin(), relative.end(), [](const fs::path& part) { return part == ".."; });
  if (location.empty() || relative.is_absolute() || leaves) return leads_out();
  place.file = model_path.parent_path() / relative.lexically_normal();
  std::error_code error;
  const std::uint64_t size = fs::file_size(place.file, error);
  if (error) {
    return Fail(ErrorCode::kIo, fmt::format("model {}: cannot read external weights {}: {}; put the file beside the model",
                                            model_path.string(), place.file.string(), error.message()));
  }
  if (!IsBeside(place.file, model_path)) return leads_out();
  if (place.offset > size || place.length > size - place.offset) {
    return Fail(ErrorCode::kBadInput,
                fmt::format("model {}: external weights {} are too short for weight '{}'; fetch the file again",
                            model_path.string(), place.file.string(), tensor.name()));
  }
  if (!has_length) place.length = size - place.offset;
  return place;
}

}  // namespace

Result<std::vector<fs::path>> ExternalFiles(ModelProto& model, const fs::path& path) {
  std::vector<fs::path> files;
  for (const TensorProto* tensor : HeldTensors(model)) {
    if (tensor->data_location() != TensorProto::EXTERNAL) continue;
    ASSIGN_OR_RETURN(const Place place, FindPlace(*tensor, path));
    if (std::find(files.begin(), files.end(), place.file) == files.end()) files.push_back(place.file);
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
