// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "graph/cut.h"

namespace dnntune::graph {
namespace {

// The lengths of a prefix at which something holds, both ends included; none where `from` is above `to`.
struct Lengths {
  std::size_t from = 0;
  std::size_t to = 0;
};

// For every length up to `longest`, the indices of those that hold there, ascending.
std::vector<std::vector<std::uint32_t>> HoldingAt(const std::vector<Lengths>& spans, std::size_t longest) {
  std::vector<std::vector<std::uint32_t>> beginning(longest + 1);
  for (std::uint32_t i = 0; i < spans.size(); ++i) {
    if (spans[i].from <= spans[i].to && spans[i].from <= longest) beginning[spans[i].from].push_back(i);
  }
  std::vector<std::vector<std::uint32_t>> holding(longest + 1);
  std::vector<std::uint32_t> now;
  for (std::size_t length = 0; length <= longest; ++length) {
    std::erase_if(now, [&](std::uint32_t i) { return spans[i].to < length; });
    const auto older = static_cast<std::ptrdiff_t>(now.size());
    now.insert(now.end(), beginning[length].begin(), beginning[length].end());
    std::inplace_merge(now.begin(), now.begin() + older, now.end());
    holding[length] = now;
  }
  return holding;
}

// Of every layer: it is in a prefix that is longer than its index, and last until a layer that reads from it is in, too.
std::vector<Lengths> WhereLast(const Graph& graph) {
  std::vector<Lengths> spans(graph.layers().size());
  for (LayerId layer = 0; layer < spans.size(); ++layer) spans[layer] = {layer + 1, graph.layers().size()};
  for (const Tensor& tensor : graph.tensors()) {
    if (!tensor.producer) continue;
    const LayerId maker = graph.operators()[*tensor.producer].layer;
    for (const OperatorId reader : tensor.consumers) {
      const LayerId layer = graph.operators()[reader].layer;
      if (layer != maker) spans[maker].to = std::min<std::size_t>(spans[maker].to, layer);
    }
  }
  return spans;
}

// Of every tensor: made or entered in the prefix, and read behind it.
std::vector<Lengths> WhereCrossing(const Graph& graph) {
  std::vector<Lengths> spans;
  for (const Tensor& tensor : graph.tensors()) {
    Lengths span{1, 0};
    if (!tensor.consumers.empty()) {
      span.from = tensor.producer ? graph.operators()[*tensor.producer].layer + 1 : 0;
      for (const OperatorId reader : tensor.consumers) span.to = std::max<std::size_t>(span.to, graph.operators()[reader].layer);
    }
    spans.push_back(span);
  }
  return spans;
}

// Of every tensor: an output of the model that is made behind the prefix.
std::vector<Lengths> WhereReturned(const Graph& graph) {
  std::vector<Lengths> spans;
  for (const Tensor& tensor : graph.tensors()) {
    const bool is_made = tensor.is_output && tensor.producer;
    spans.push_back(is_made ? Lengths{0, graph.operators()[*tensor.producer].layer} : Lengths{1, 0});
  }
  return spans;
}

}  // namespace

std::vector<Cut> PrefixCuts(const Graph& graph) {
  const std::size_t longest = graph.layers().size();
  auto last = HoldingAt(WhereLast(graph), longest);
  auto crossing = HoldingAt(WhereCrossing(graph), longest);
  auto returned = HoldingAt(WhereReturned(graph), longest);
  std::vector<Cut> cuts(longest + 1);
  for (std::size_t length = 0; length <= longest; ++length) {
    if (length > 0) cuts[length].head = {{0, static_cast<LayerId>(length - 1)}};
    cuts[length].last = std::move(last[length]);
    cuts[length].crossing = std::move(crossing[length]);
    cuts[length].returned = std::move(returned[length]);
  }
  return cuts;
}

}  // namespace dnntune::graph
