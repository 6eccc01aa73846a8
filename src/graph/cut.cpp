// SPDX-License-Identifier: Apache-2.0
#include "graph/cut.h"

#include <algorithm>
#include <cstdlib>

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

std::vector<LayerId> LastOf(const std::vector<LayerId>& head, const Predecessors& predecessors) {
  std::vector<bool> is_read(predecessors.size(), false);
  for (const LayerId layer : head) {
    for (const LayerId before : predecessors[layer]) is_read[before] = true;
  }
  std::vector<LayerId> last;
  std::copy_if(head.begin(), head.end(), std::back_inserter(last), [&](LayerId layer) { return !is_read[layer]; });
  return last;
}

// Requires a closed head.
Cut CutAt(const Graph& graph, const Predecessors& predecessors, const std::vector<bool>& in_head) {
  const std::vector<LayerId> head = Members(in_head);
  Cut cut{Runs(head), LastOf(head, predecessors), {}, {}};
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

std::size_t HeadSize(const Cut& cut) {
  std::size_t size = 0;
  for (const LayerRange& run : cut.head) size += run.last - run.first + 1;
  return size;
}

std::vector<LayerId> HeadOf(const Cut& cut) {
  std::vector<LayerId> head;
  for (const LayerRange& run : cut.head) {
    for (LayerId layer = run.first; layer <= run.last; ++layer) head.push_back(layer);
  }
  return head;
}

std::vector<LayerRange> Runs(const std::vector<LayerId>& layers) {
  std::vector<LayerRange> runs;
  for (const LayerId layer : layers) {
    if (!runs.empty() && runs.back().last + 1 == layer) {
      runs.back().last = layer;
    } else {
      runs.push_back({layer, layer});
    }
  }
  return runs;
}

Cut MakeCut(const Graph& graph, const std::vector<LayerId>& head) {
  std::vector<bool> in_head(graph.layers().size(), false);
  for (const LayerId layer : head) in_head.at(layer) = true;
  const Predecessors predecessors = LayerPredecessors(graph);
  for (const LayerId layer : head) {
    if (!CanJoin(predecessors[layer], in_head)) std::abort();
  }
  return CutAt(graph, predecessors, in_head);
}

Cut CutAfter(const Graph& graph, const std::vector<LayerId>& layers) {
  const Predecessors predecessors = LayerPredecessors(graph);
  std::vector<bool> in_head(graph.layers().size(), false);
  for (const LayerId layer : layers) in_head.at(layer) = true;
  for (std::size_t layer = in_head.size(); layer-- > 0;) {  // layers() is a topological order
    if (!in_head[layer]) continue;
    for (const LayerId before : predecessors[layer]) in_head[before] = true;
  }
  return CutAt(graph, predecessors, in_head);
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
    list.cuts.push_back(CutAt(graph, predecessors, in_head));
  } while (NextHead(predecessors, in_head));
  return list;
}

}  // namespace dnntune::graph
