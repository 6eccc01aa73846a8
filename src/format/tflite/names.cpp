// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>
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

bool AreNamed(const schema::SubGraph& graph, const std::vector<std::string>& names) {
  const auto is_named = [&](int tensor) {
    const auto* own = graph.tensors()->Get(static_cast<std::uint32_t>(tensor))->name();
    return own != nullptr && own->string_view() == names[static_cast<std::size_t>(tensor)];
  };
  const std::vector<int> inputs = Indices(graph.inputs()), outputs = Indices(graph.outputs());
  return std::all_of(inputs.begin(), inputs.end(), is_named) && std::all_of(outputs.begin(), outputs.end(), is_named);
}

using SignatureEdges = flatbuffers::Vector<flatbuffers::Offset<schema::TensorMap>>;

bool AreAllIn(const std::vector<int>& tensors, const SignatureEdges* edges) {
  std::set<int> named;
  for (std::uint32_t i = 0; edges != nullptr && i < edges->size(); ++i)
    named.insert(static_cast<int>(edges->Get(i)->tensor_index()));
  return named == std::set<int>(tensors.begin(), tensors.end());
}

// Whether the file's first signature is of another graph, or leaves out some of the graph's inputs and outputs.
bool IsHidden(const schema::Model& model, const schema::SubGraph& graph) {
  if (model.signature_defs() == nullptr || model.signature_defs()->size() == 0) return false;
  const schema::SignatureDef& first = *model.signature_defs()->Get(0);
  return first.subgraph_index() != 0 || !AreAllIn(Indices(graph.inputs()), first.inputs()) ||
         !AreAllIn(Indices(graph.outputs()), first.outputs());
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

std::vector<std::string> OperatorNames(const schema::Model& model, const schema::SubGraph& graph,
                                       const std::vector<std::string>& tensors) {
  const auto& operators = *graph.operators();
  std::vector<std::string> names;
  if (&graph == model.subgraphs()->Get(0)) names = MetadataLines(model, kOperatorNames);
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

Result<RunFacts> FindRunFacts(std::string_view bytes, const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(const schema::Model* model, ParseFile(bytes, path));
  const schema::SubGraph& graph = *model->subgraphs()->Get(0);
  const std::vector<std::string> names = TensorNames(graph);
  RunFacts facts{.operators = OperatorNames(*model, graph, names)};
  facts.needs_copy = !AreNamed(graph, names) || IsHidden(*model, graph);
  for (const int input : Indices(graph.inputs())) {
    std::vector<int> dimensions = FreeDimensions(*graph.tensors()->Get(static_cast<std::uint32_t>(input)));
    if (!dimensions.empty()) facts.free[names[static_cast<std::size_t>(input)]] = std::move(dimensions);
  }
  return facts;
}

}  // namespace dnntune::format::tflite
