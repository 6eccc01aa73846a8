// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"
#include "cli/inspect_document.h"

namespace dnntune::cli {
namespace {

using graph::Graph;
using graph::LayerId;

std::string Quote(std::string_view text) {
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  return quoted + "\"";
}

std::string EdgeLabel(const graph::Tensor& tensor) {
  return tensor.bytes ? fmt::format("{} ({:.0f} B)", tensor.name, tensor.bytes->value()) : tensor.name;
}

Result<LayerId> FindLayer(const Graph& graph, std::string_view name) {
  if (const auto layer = graph.FindLayer(name)) return *layer;
  std::vector<std::string> names;
  for (const graph::Layer& layer : graph.layers()) names.push_back(layer.name);
  return Fail(ErrorCode::kBadInput,
              fmt::format("the model has no layer '{}'{}; see 'dnntune inspect MODEL'", name, DidYouMean(name, names)));
}

}  // namespace

std::string Dot(const std::string& name, const Graph& graph) {
  std::string dot = fmt::format("digraph {} {{\n  rankdir=TB;\n  node [shape=box];\n", Quote(name));
  for (const graph::TensorId id : graph.inputs()) {
    dot += fmt::format("  {} [shape=ellipse];\n", Quote("in: " + graph.tensors()[id].name));
  }
  for (const graph::TensorId id : graph.outputs()) {
    dot += fmt::format("  {} [shape=ellipse];\n", Quote("out: " + graph.tensors()[id].name));
  }
  for (LayerId layer = 0; layer < graph.layers().size(); ++layer) {
    dot += fmt::format("  {};\n", Quote(graph.layers()[layer].name));
    for (const graph::TensorId id : graph.LayerInputs(layer)) {
      const graph::Tensor& tensor = graph.tensors()[id];
      const std::string from =
          tensor.producer ? graph.layers()[graph.operators()[*tensor.producer].layer].name : "in: " + tensor.name;
      dot += fmt::format("  {} -> {} [label={}];\n", Quote(from), Quote(graph.layers()[layer].name), Quote(EdgeLabel(tensor)));
    }
  }
  for (const graph::TensorId id : graph.outputs()) {
    const graph::Tensor& tensor = graph.tensors()[id];
    if (!tensor.producer) continue;
    dot += fmt::format("  {} -> {} [label={}];\n", Quote(graph.layers()[graph.operators()[*tensor.producer].layer].name),
                       Quote("out: " + tensor.name), Quote(EdgeLabel(tensor)));
  }
  return dot + "}\n";
}

Result<LayerRange> ParseRange(const Graph& graph, std::string_view text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) {
    return Fail(ErrorCode::kUsage, fmt::format("'{}' is no range of layers; write FROM..TO, such as Conv1..Conv2", text));
  }
  LayerRange range{0, static_cast<LayerId>(graph.layers().size() - 1)};
  const std::string_view from = text.substr(0, dots);
  const std::string_view to = text.substr(dots + 2);
  if (!from.empty()) {
    ASSIGN_OR_RETURN(range.first, FindLayer(graph, from));
  }
  if (!to.empty()) {
    ASSIGN_OR_RETURN(range.last, FindLayer(graph, to));
  }
  if (range.first > range.last) {
    return Fail(ErrorCode::kBadInput, fmt::format("layer '{}' comes after layer '{}'; swap them", from, to));
  }
  return range;
}

Result<std::string> SliceRange(const format::Model& model, const LayerRange& range) {
  const Graph& graph = model.graph();
  const auto is_inside = [&](graph::OperatorId op) {
    return graph.operators()[op].layer >= range.first && graph.operators()[op].layer <= range.last;
  };
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  for (const graph::Tensor& tensor : graph.tensors()) {
    const bool is_made_inside = tensor.producer && is_inside(*tensor.producer);
    const auto readers_inside = std::count_if(tensor.consumers.begin(), tensor.consumers.end(), is_inside);
    const bool is_read_outside = readers_inside < static_cast<std::ptrdiff_t>(tensor.consumers.size());
    if (!is_made_inside && readers_inside > 0) inputs.push_back(tensor.name);
    if (is_made_inside && (is_read_outside || tensor.is_output)) outputs.push_back(tensor.name);
  }
  return model.Slice(inputs, outputs);
}

}  // namespace dnntune::cli
