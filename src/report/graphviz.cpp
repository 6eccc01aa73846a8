// SPDX-License-Identifier: Apache-2.0
#include "report/graphviz.h"

#include <fmt/format.h>

namespace dnntune::report {
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

}  // namespace dnntune::report
