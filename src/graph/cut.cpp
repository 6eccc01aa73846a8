// SPDX-License-Identifier: Apache-2.0
#include "graph/cut.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace dnntune::graph {
namespace {

using Predecessors = std::vector<std::vector<LayerId>>;

Predecessors LayerPredecessors(const Graph& graph) {
  Predecessors predecessors(graph.layers().size());
  for (const Operator& op : graph.operators()) {
    for (const TensorId input : op.inputs) {
      const auto& producer = graph.tensors()[input].producer;
      if (!producer) continue;
      const LayerId from = graph.operators()[*producer].layer;
      auto& list = predecessors[op.layer];
      if (from != op.layer && (list.empty() || list.back() != from)) list.push_back(from);
    }
  }
  return predecessors;
}

bool CanJoin(const std::vector<LayerId>& predecessors, const std::vector<bool>& in_head) {
  return std::all_of(predecessors.begin(), predecessors.end(), [&](LayerId before) { return in_head[before]; });
}

std::vector<LayerId> Members(const std::vector<bool>& in_head) {
  std::vector<LayerId> head;
  for (LayerId layer = 0; layer < in_head.size(); ++layer) {
    if (in_head[layer]) head.push_back(layer);
  }
  return head;
}

// The next closed head, counting like a binary number whose highest digit is the first layer. False after the last.
bool NextHead(const Predecessors& predecessors, std::vector<bool>& in_head) {
  for (std::size_t layer = in_head.size(); layer-- > 0;) {
    if (in_head[layer] || !CanJoin(predecessors[layer], in_head)) continue;
    in_head[layer] = true;
    std::fill(in_head.begin() + static_cast<std::ptrdiff_t>(layer) + 1, in_head.end(), false);
    return true;
  }
  return false;
}

// Requires a closed head.
Cut CutAt(const Graph& graph, const std::vector<bool>& in_head) {
  Cut cut{Members(in_head), {}, {}};
  const auto is_head = [&](OperatorId op) { return in_head[graph.operators()[op].layer]; };
  for (TensorId id = 0; id < graph.tensors().size(); ++id) {
    const Tensor& tensor = graph.tensors()[id];
    const bool made_in_tail = tensor.producer && !is_head(*tensor.producer);
    const bool read_in_tail =
        std::any_of(tensor.consumers.begin(), tensor.consumers.end(), [&](OperatorId op) { return !is_head(op); });
    if (!made_in_tail && read_in_tail) cut.crossing.push_back(id);
    if (made_in_tail && tensor.is_output) cut.returned.push_back(id);
  }
  return cut;
}

}  // namespace

Cut MakeCut(const Graph& graph, std::vector<LayerId> head) {
  std::vector<bool> in_head(graph.layers().size(), false);
  for (const LayerId layer : head) in_head.at(layer) = true;
  const Predecessors predecessors = LayerPredecessors(graph);
  for (const LayerId layer : head) {
    if (!CanJoin(predecessors[layer], in_head)) std::abort();
  }
  return CutAt(graph, in_head);
}

CutList ListCuts(const Graph& graph, std::size_t limit) {
  const Predecessors predecessors = LayerPredecessors(graph);
  std::vector<bool> in_head(graph.layers().size(), false);
  CutList list;
  do {
    if (list.cuts.size() == limit) {
      list.complete = false;
      return list;
    }
    list.cuts.push_back(CutAt(graph, in_head));
  } while (NextHead(predecessors, in_head));
  return list;
}

std::vector<Cut> PrefixCuts(const Graph& graph) {
  std::vector<bool> in_head(graph.layers().size(), false);
  std::vector<Cut> cuts{CutAt(graph, in_head)};
  for (std::size_t layer = 0; layer < in_head.size(); ++layer) {
    in_head[layer] = true;
    cuts.push_back(CutAt(graph, in_head));
  }
  return cuts;
}

}  // namespace dnntune::graph
