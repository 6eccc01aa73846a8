// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <unordered_set>

#include "format/tflite/contents.h"
#include "format/tflite/read.h"

namespace dnntune::format::tflite {
namespace {

// The lines of a piece of metadata; none where the file has no such piece.
std::vector<std::string> MetadataLines(const schema::Model& model, std::string_view name) {
  std::vector<std::string> lines;
  if (model.metadata() == nullptr || model.buffers() == nullptr) return lines;
  for (const schema::Metadata* entry : *model.metadata()) {
    if (entry->name() == nullptr || entry->name()->string_view() != name || entry->buffer() >= model.buffers()->size()) continue;
    const auto* data = model.buffers()->Get(entry->buffer())->data();
    if (data == nullptr) continue;
    std::string line;
    for (const std::uint8_t byte : *data) {
      if (byte != '\n') {
        line += static_cast<char>(byte);
      } else {
        lines.push_back(std::move(line));
        line.clear();
      }
    }
  }
  return lines;
}

}  // namespace

std::vector<std::string> TensorNames(const schema::SubGraph& graph) {
  std::vector<std::string> names;
  if (graph.tensors() == nullptr) return names;
  std::unordered_set<std::string> given, taken;
  for (const schema::Tensor* tensor : *graph.tensors()) {
    names.push_back(tensor->name() == nullptr ? "" : tensor->name()->str());
    given.insert(names.back());
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!names[i].empty() && taken.insert(names[i]).second) continue;
    std::string name = fmt::format("{}_{}", names[i].empty() ? "tensor" : names[i], i);
    while (given.contains(name) || taken.contains(name)) name += "_";
    taken.insert(name);
    names[i] = std::move(name);
  }
  return names;
}

std::vector<std::string> OperatorNames(const schema::Model& model, const std::vector<std::string>& tensors) {
  const auto& operators = *model.subgraphs()->Get(0)->operators();
  std::vector<std::string> names = MetadataLines(model, kOperatorNames);
  if (names.size() == operators.size()) return names;
  names.clear();
  std::unordered_set<std::string> taken;
  for (const schema::Operator* op : operators) {
    const std::vector<int> outputs = Indices(op->outputs());
    const std::string name = outputs.empty() ? "" : tensors[static_cast<std::size_t>(outputs.front())];
    const std::string first = name.substr(0, name.find(';'));
    names.push_back(taken.insert(first).second ? first : name);
  }
  return names;
}

Result<std::vector<std::string>> OperatorNames(std::string_view bytes, const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(const schema::Model* model, ParseFile(bytes, path));
  return OperatorNames(*model, TensorNames(*model->subgraphs()->Get(0)));
}

Result<FreeByInput> FreeDimensions(std::string_view bytes, const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(const schema::Model* model, ParseFile(bytes, path));
  const schema::SubGraph& graph = *model->subgraphs()->Get(0);
  const std::vector<std::string> names = TensorNames(graph);
  FreeByInput free;
  for (const int input : Indices(graph.inputs())) {
    std::vector<int> dimensions = FreeDimensions(*graph.tensors()->Get(static_cast<unsigned>(input)));
    if (!dimensions.empty()) free[names[static_cast<std::size_t>(input)]] = std::move(dimensions);
  }
  return free;
}

}  // namespace dnntune::format::tflite
