// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "format/onnx/edit.h"

namespace dnntune::format::onnx {

Readers::Readers(const GraphProto& graph) {
  for (int i = 0; i < graph.node_size(); ++i) {
    const auto& node = graph.node(i);
    const std::set<std::string> direct(node.input().begin(), node.input().end());
    for (const std::string& name : direct) nodes_[name].push_back(i);
    for (const std::string& name : ReadsOf(node)) {
      if (!direct.contains(name)) seen_.insert(name);
    }
    // A graph inside may read what the node itself reads, too.
    for (const auto& attribute : node.attribute()) {
      if (attribute.has_g() || attribute.graphs_size() > 0) seen_.insert(direct.begin(), direct.end());
    }
  }
  for (const auto& output : graph.output()) seen_.insert(output.name());
}

std::span<const int> Readers::Of(const std::string& tensor) const {
  const auto found = nodes_.find(tensor);
  return found == nodes_.end() ? std::span<const int>() : std::span<const int>(found->second);
}

void NameNodes(GraphProto& graph, const graph::Graph& known) {
  std::set<std::string> taken;
  for (int i = 0; i < graph.node_size(); ++i) {
    auto& node = *graph.mutable_node(i);
    for (const std::string& output : node.output()) {
      const auto tensor = known.FindTensor(output);
      if (!tensor || !known.tensors()[*tensor].producer) continue;
      node.set_name(known.operators()[*known.tensors()[*tensor].producer].name);
      break;
    }
    // What the neutral graph has not, since it only depends on constants, may have no name, or another's.
    while (node.name().empty() || !taken.insert(node.name()).second) node.set_name(node.name() + "#" + std::to_string(i));
  }
}

Neighbours::Neighbours(const GraphProto& graph) {
  const auto scoped = std::count_if(graph.node().begin(), graph.node().end(), [](const auto& node) {
    const std::size_t slash = node.name().rfind('/');
    return slash != std::string::npos && slash > 0;
  });
  has_scopes_ = 2 * scoped > graph.node_size();
}

std::string Neighbours::Name(const std::string& node, std::string_view what) const {
  const std::size_t slash = node.rfind('/');
  // Where layers are scopes, a node without one is a layer by itself: what is put beside it makes its name the scope.
  const bool is_layer = has_scopes_ && (slash == std::string::npos || slash == 0);
  return node + (is_layer ? "/" : ".") + std::string(what);
}

void DropUnread(GraphProto& graph) {
  std::unordered_set<std::string> read;
  for (const auto& node : graph.node()) {
    for (std::string& name : ReadsOf(node)) read.insert(std::move(name));
  }
  for (const auto& output : graph.output()) read.insert(output.name());
  std::unordered_set<std::string> dropped;
  GraphProto kept;
  for (auto& weight : *graph.mutable_initializer()) {
    if (read.contains(weight.name())) {
      *kept.add_initializer() = std::move(weight);
    } else {
      dropped.insert(weight.name());
    }
  }
  for (auto& input : *graph.mutable_input()) {
    if (!dropped.contains(input.name())) *kept.add_input() = std::move(input);
  }
  for (auto& node : *graph.mutable_node()) {
    if (node.op_type() != "Constant" || read.contains(node.output(0))) *kept.add_node() = std::move(node);
  }
  graph.mutable_node()->Swap(kept.mutable_node());
  graph.mutable_initializer()->Swap(kept.mutable_initializer());
  graph.mutable_input()->Swap(kept.mutable_input());
}

}  // namespace dnntune::format::onnx
