// SPDX-License-Identifier: Apache-2.0
#include "profiler/trace.h"

#include <map>
#include <string_view>

#include "metric/statistics.h"

namespace dnntune::profiler {
namespace {

using LayerOf = std::map<std::string_view, graph::LayerId>;

LayerOf LayersByName(const graph::Graph& graph) {
  LayerOf layers;
  for (const graph::Operator& op : graph.operators()) layers.emplace(op.name, op.layer);
  for (const graph::Tensor& tensor : graph.tensors()) {
    if (tensor.producer) layers.emplace(tensor.name, graph.operators()[*tensor.producer].layer);
  }
  return layers;
}

}  // namespace

std::vector<record::TraceRow> ToTraceRows(std::span<const engine::TraceEvent> events, const graph::Graph& graph) {
  const LayerOf layers = LayersByName(graph);
  std::vector<record::TraceRow> rows;
  for (const engine::TraceEvent& event : events) {
    if (event.samples.empty()) continue;
    std::vector<double> seconds;
    for (const Nanoseconds sample : event.samples) seconds.push_back(Seconds(sample).count());
    record::TraceRow row{event.name, event.type, {}, Seconds(metric::Median(seconds))};
    if (const auto found = layers.find(event.name); found != layers.end()) row.layer = graph.layers()[found->second].name;
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace dnntune::profiler
