// SPDX-License-Identifier: Apache-2.0
#include "report/layer_diagram.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "graph/size.h"

namespace dnntune::report {
namespace {

using graph::Graph;
using graph::TensorId;
using End = std::optional<std::size_t>;  // a layer, or the caller

// Which tensors go from where to where; what stays within a layer is left out.
std::map<std::pair<End, End>, std::vector<TensorId>> Flow(const Graph& graph) {
  std::map<std::pair<End, End>, std::vector<TensorId>> flow;
  for (TensorId id = 0; id < graph.tensors().size(); ++id) {
    const graph::Tensor& tensor = graph.tensors()[id];
    const End from = tensor.producer ? End(graph.operators()[*tensor.producer].layer) : std::nullopt;
    std::set<End> readers;
    for (const graph::OperatorId reader : tensor.consumers) readers.insert(graph.operators()[reader].layer);
    if (tensor.is_output) readers.insert(std::nullopt);
    for (const End& to : readers) {
      if (from != to) flow[{from, to}].push_back(id);
    }
  }
  return flow;
}

// "latency: 3g, wifi; energy: 4g"
std::string Title(const std::vector<const record::Decision*>& decisions) {
  std::vector<std::pair<std::string, std::vector<std::string>>> links;  // by objective, in the order of the decisions
  for (const record::Decision* decision : decisions) {
    const auto same = [&](const auto& entry) { return entry.first == decision->objective; };
    auto entry = std::find_if(links.begin(), links.end(), same);
    if (entry == links.end()) entry = links.insert(links.end(), {decision->objective, {}});
    entry->second.push_back(decision->link + (decision->recommended ? "" : " (not proved)"));
  }
  std::vector<std::string> parts;
  for (const auto& [objective, names] : links) parts.push_back(fmt::format("{}: {}", objective, fmt::join(names, ", ")));
  return fmt::format("{}", fmt::join(parts, "; "));
}

std::vector<Diagram::Rows> RowsOf(const std::vector<graph::LayerRange>& runs) {
  std::vector<Diagram::Rows> rows;
  for (const auto& [first, last] : runs) rows.push_back({first, last});
  return rows;
}

}  // namespace

Diagram LayerDiagram(const Graph& graph, const std::string& table, const std::string& colour) {
  Diagram diagram{.id = table + "_graph",
                  .title = "The layers and what they hand on",
                  .table = table,
                  .name = "layer",
                  .colour = colour,
                  .edges = {},
                  .marks = {}};
  for (const auto& [ends, tensors] : Flow(graph)) {
    std::vector<std::string> names;
    for (const TensorId id : tensors) names.push_back(graph.tensors()[id].name);
    diagram.edges.push_back(
        {ends.first, ends.second, fmt::format("{}", fmt::join(names, ", ")), Counted(graph::BytesOf(graph, tensors))});
  }
  return diagram;
}

std::vector<Diagram::Mark> Marks(const std::vector<graph::Cut>& cuts) {
  std::vector<Diagram::Mark> marks;
  for (const graph::Cut& cut : cuts) marks.push_back({"", RowsOf(cut.head)});
  return marks;
}

std::vector<Diagram::Mark> NarrowCuts(std::vector<graph::Cut> cuts) {
  std::erase_if(cuts, [](const graph::Cut& cut) { return cut.crossing.size() != 1; });
  return Marks(cuts);
}

std::vector<Diagram::Mark> DecidedCuts(const Graph& graph, const std::vector<record::Decision>& decisions) {
  std::map<std::vector<graph::LayerId>, std::vector<const record::Decision*>> by_head;
  for (const record::Decision& decision : decisions) {
    if (decision.candidates.empty()) continue;
    std::vector<graph::LayerId> head;
    for (const std::string& name : decision.candidates[decision.proven].head) {
      if (const auto layer = graph.FindLayer(name)) head.push_back(*layer);
    }
    std::ranges::sort(head);
    by_head[std::move(head)].push_back(&decision);
  }
  std::vector<Diagram::Mark> marks;
  for (const auto& [head, of_head] : by_head) marks.push_back({Title(of_head), RowsOf(graph::Runs(head))});
  return marks;
}

}  // namespace dnntune::report
