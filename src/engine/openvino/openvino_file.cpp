// SPDX-License-Identifier: Apache-2.0
#include "engine/openvino/openvino_file.h"

#include <filesystem>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "base/file.h"
#include "format/tensorflow/read.h"
#include "format/tflite/read.h"

namespace dnntune::engine {

using Edges = std::vector<OpenVinoEdge>;

// Inputs and outputs, where the content itself tells them.
using ToldEdges = std::optional<std::pair<Edges, Edges>>;

struct OpenVinoFormat {
  std::string_view name;  // ours
  const char* front_end;  // OpenVINO's name
  bool reads_streams;     // else files only
  bool keeps_names;       // of operators; else those that change the layout are made anew
  bool numbers_outputs;   // "node:0" for what the file calls "node"
  Result<ToldEdges> (*check)(const std::string& bytes, const std::string& path);  // null: the front end checks enough
};

namespace {

using ov::frontend::InputModel;
using Places = std::vector<ov::frontend::Place::Ptr>;

Edges EdgesOf(const Places& places) {
  Edges edges;
  for (const auto& place : places) edges.push_back({place->get_names().at(0), place->get_names().at(0)});
  return edges;
}

Edges EdgesOf(const std::vector<format::tensorflow::ModelEdge>& from) {
  Edges edges;
  for (const auto& [tensor, node, output] : from) edges.push_back({tensor, node + ":" + std::to_string(output)});
  return edges;
}

Result<ToldEdges> CheckTensorFlow(const std::string& bytes, const std::string& path) {
  ASSIGN_OR_RETURN(const format::tensorflow::ModelEdges edges, format::tensorflow::FindEdges(bytes, path));
  return std::pair(EdgesOf(edges.inputs), EdgesOf(edges.outputs));
}

Result<ToldEdges> CheckTflite(const std::string& bytes, const std::string& path) {
  TRY(format::tflite::FindRunFacts(bytes, path));
  return std::nullopt;
}

constexpr OpenVinoFormat kFormats[] = {{"onnx", "onnx", true, true, false, nullptr},
                                       {"tensorflow", "tf", false, false, true, &CheckTensorFlow},
                                       {"tflite", "tflite", false, false, false, &CheckTflite}};

const OpenVinoFormat* Find(std::string_view name) {
  for (const OpenVinoFormat& format : kFormats) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

// A slice as a file with the extension of the model's, by which front ends go, as long as this lives.
class SliceOnDisk {
 public:
  explicit SliceOnDisk(const ModelSource& source) {
    path_ = (folder_.path() / "slice").string() + std::filesystem::path(source.file).extension().string();
    if (auto written = WriteFile(path_, source.bytes); !written) throw std::runtime_error(written.error().message);
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  static TemporaryFolder MakeFolder() {
    auto folder = TemporaryFolder::Make();
    if (!folder) throw std::runtime_error(folder.error().message);
    return *std::move(folder);
  }
  TemporaryFolder folder_ = MakeFolder();
  std::string path_;
};

Places PlacesOf(const InputModel& model, const Edges& edges) {
  Places places;
  for (const OpenVinoEdge& edge : edges) places.push_back(model.get_place_by_tensor_name(edge.place));
  return places;
}

}  // namespace

Result<OpenVinoFile> OpenVinoFile::Make(ov::frontend::FrontEndManager& front_ends, ModelSource source) {
  ASSIGN_OR_RETURN(const format::Format* of_file, format::FormatOf(source.file));
  const OpenVinoFormat* format = Find(of_file->name);
  if (format == nullptr) return Fail(ErrorCode::kBadInput, "engine openvino does not read " + source.file);
  OpenVinoFile file(*format, front_ends.load_by_framework(format->front_end), std::move(source));
  TRY(file.Check());
  if (!file.inputs_.empty() || !file.outputs_.empty()) return file;
  const InputModel::Ptr model = file.LoadAsItIs();
  file.inputs_ = EdgesOf(model->get_inputs());
  file.outputs_ = EdgesOf(model->get_outputs());
  if (!file.outputs_.empty()) return file;
  return Fail(ErrorCode::kBadInput, "cannot open " + file.path() + ": it is no model, or yields nothing; export it again");
}

// Checks the content, which may tell the edges.
Result<void> OpenVinoFile::Check() {
  if (format_->check == nullptr) return {};
  std::string read;
  if (source_.bytes.empty()) {
    ASSIGN_OR_RETURN(read, ReadFile(source_.file));
  }
  ASSIGN_OR_RETURN(ToldEdges told, format_->check(source_.bytes.empty() ? read : source_.bytes, source_.file));
  if (told) std::tie(inputs_, outputs_) = *std::move(told);
  return {};
}

bool OpenVinoFile::keeps_names() const {
  return format_->keeps_names;
}

// Front ends read a file as a whole when they load it, so a slice's is gone at once: a worker may be killed at any time.
InputModel::Ptr OpenVinoFile::LoadAsItIs() const {
  if (source_.bytes.empty()) return front_end_->load(source_.file);
  if (format_->reads_streams) {
    std::istringstream bytes(source_.bytes);
    return front_end_->load(static_cast<std::istream*>(&bytes));
  }
  const SliceOnDisk slice(source_);
  return front_end_->load(slice.path());
}

InputModel::Ptr OpenVinoFile::Load() const {
  InputModel::Ptr model = LoadAsItIs();
  if (!format_->numbers_outputs) return model;
  model->override_all_outputs(PlacesOf(*model, outputs_));
  model->override_all_inputs(PlacesOf(*model, inputs_));
  return model;
}

Result<std::unique_ptr<format::Model>> OpenVinoFile::Read() const {
  format::ReadOptions options;
  options.allow_free_dimensions = true;
  if (source_.bytes.empty()) return format::Read(source_.file, options);
  const SliceOnDisk slice(source_);
  return format::Read(slice.path(), options);
}

std::string OpenVinoFile::PlaceOf(const std::string& tensor) const {
  for (const Edges* edges : {&inputs_, &outputs_}) {
    for (const OpenVinoEdge& edge : *edges) {
      if (edge.tensor == tensor) return edge.place;
    }
  }
  return format_->numbers_outputs && tensor.find(':') == std::string::npos ? tensor + ":0" : tensor;
}

}  // namespace dnntune::engine
