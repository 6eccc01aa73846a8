// SPDX-License-Identifier: Apache-2.0
#include "graph/layer_range.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/nearest.h"

namespace dnntune::graph {
namespace {

Result<LayerId> FindLayer(const Graph& graph, std::string_view name) {
  if (const auto layer = graph.FindLayer(name)) return *layer;
  std::vector<std::string> names;
  for (const graph::Layer& layer : graph.layers()) names.push_back(layer.name);
  return Fail(ErrorCode::kBadInput,
              fmt::format("the model has no layer '{}'{}; see 'dnntune inspect MODEL'", name, DidYouMean(name, names)));
}

}  // namespace

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

}  // namespace dnntune::graph
