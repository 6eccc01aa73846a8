// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "graph/cut.h"
#include "split/edges.h"

namespace dnntune::split {
namespace {

void AppendOnce(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

// The names of the tensors that the layers outside or inside the head read from the caller.
std::vector<std::string> InputsRead(const graph::Graph& graph, const std::vector<bool>& in_head, bool by_head) {
  std::vector<std::string> names;
  for (const graph::TensorId input : graph.inputs()) {
    const graph::Tensor& tensor = graph.tensors()[input];
    const bool read = std::any_of(tensor.consumers.begin(), tensor.consumers.end(), [&](graph::OperatorId consumer) {
      return in_head[graph.operators()[consumer].layer] == by_head;
    });
    if (read) AppendOnce(names, tensor.name);
  }
  return names;
}

}  // namespace

Result<Edges> EdgesOf(const graph::Graph& graph, std::span<const std::string> head) {
  std::vector<bool> in_head(graph.layers().size(), false);
  std::vector<graph::LayerId> layers;
  for (const std::string& name : head) {
    const auto layer = graph.FindLayer(name);
    if (!layer) return Fail(ErrorCode::kBadInput, "the model has no layer '" + name + "'");
    in_head[*layer] = true;
    layers.push_back(*layer);
  }
  std::sort(layers.begin(), layers.end());

  Edges edges;
  edges.has_head = !layers.empty();
  edges.has_tail = layers.size() < graph.layers().size();
  edges.head_inputs = InputsRead(graph, in_head, true);
  const graph::Cut cut = graph::MakeCut(graph, layers);
  for (const graph::TensorId id : cut.crossing) {
    const graph::Tensor& tensor = graph.tensors()[id];
    edges.crossing.push_back(tensor.name);
    if (tensor.producer) edges.head_outputs.push_back(tensor.name);
  }
  for (const graph::TensorId id : graph.outputs()) {
    const graph::Tensor& tensor = graph.tensors()[id];
    if (!tensor.producer) continue;  // a model input handed through: nobody computes it
    const bool made_in_head = in_head[graph.operators()[*tensor.producer].layer];
    AppendOnce(made_in_head ? edges.head_outputs : edges.tail_outputs, tensor.name);
  }
  return edges;
}

}  // namespace dnntune::split
