// SPDX-License-Identifier: Apache-2.0
#include "cli/asked_layers.h"

#include <algorithm>
#include <iterator>

#include "graph/cut_name.h"
#include "graph/layer_range.h"

namespace dnntune::cli {
namespace {

using Layers = std::vector<graph::LayerId>;

Layers Every(const graph::LayerRange& range) {
  Layers layers;
  for (graph::LayerId layer = range.first; layer <= range.last; ++layer) layers.push_back(layer);
  return layers;
}

Result<Layers> SideOf(const graph::Graph& graph, const AskedPart& part) {
  const bool is_head = !part.head.empty();
  const std::string& name = is_head ? part.head : part.tail;
  ASSIGN_OR_RETURN(const graph::Cut cut, graph::FindCut(graph, name));
  const Layers head = graph::HeadOf(cut);
  const Layers all = Every({0, static_cast<graph::LayerId>(graph.layers().size() - 1)});
  Layers tail;
  std::set_difference(all.begin(), all.end(), head.begin(), head.end(), std::back_inserter(tail));
  const Layers& side = is_head ? head : tail;
  if (!side.empty()) return side;
  return Fail(ErrorCode::kBadInput,
              "the cut '" + name + "' leaves no layer in the " + (is_head ? "head" : "tail") + "; name another");
}

}  // namespace

Result<bool> IsAsked(const AskedPart& part) {
  const auto flags = {&part.slice, &part.head, &part.tail, &part.layer};
  const auto given = std::count_if(flags.begin(), flags.end(), [](const std::string* flag) { return !flag->empty(); });
  if (given > 1) return Fail(ErrorCode::kUsage, "--slice, --head, --tail and --layer exclude each other; give one");
  return given == 1;
}

Result<std::vector<graph::LayerId>> FindAsked(const graph::Graph& graph, const AskedPart& part) {
  if (graph::IsCutName(graph, part.head) || graph::IsCutName(graph, part.tail)) return SideOf(graph, part);
  std::string range = part.slice;
  if (!part.head.empty()) range = ".." + part.head;
  if (!part.tail.empty()) range = part.tail + "..";
  if (!part.layer.empty()) range = part.layer + ".." + part.layer;
  ASSIGN_OR_RETURN(const graph::LayerRange layers, graph::ParseRange(graph, range));
  return Every(layers);
}

}  // namespace dnntune::cli
