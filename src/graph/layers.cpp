// SPDX-License-Identifier: Apache-2.0
#include "graph/layers.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "graph/topological_order.h"

namespace dnntune::graph {
namespace {

// The layers that layer `from` hands tensors to, for all layers, given each operator's layer.
Successors LayerSuccessors(std::span<const Operator> operators, std::span<const Tensor> tensors,
                           const std::vector<std::uint32_t>& layer_of, std::size_t layers) {
  Successors successors(layers);
  for (std::size_t op = 0; op < operators.size(); ++op) {
    for (const TensorId output : operators[op].outputs) {
      for (const OperatorId reader : tensors[output].consumers) {
        auto& targets = successors[layer_of[op]];
        if (layer_of[reader] == layer_of[op]) continue;
        if (targets.empty() || targets.back() != layer_of[reader]) targets.push_back(layer_of[reader]);
      }
    }
  }
  return successors;
}

}  // namespace

void KeepConfined(std::span<const Operator> operators, std::span<const Tensor> tensors, LayerNames& names) {
  for (OperatorId maker = 0; maker < operators.size(); ++maker) {
    for (const TensorId output : operators[maker].outputs) {
      if (!tensors[output].is_confined) continue;
      for (const OperatorId reader : tensors[output].consumers) {
        if (names[reader] != names[maker]) std::ranges::replace(names, std::string(names[reader]), names[maker]);
      }
    }
  }
}

Result<std::vector<Layer>> MakeLayers(std::span<const Operator> operators, std::span<const Tensor> tensors,
                                      const LayerNames& names) {
  std::unordered_map<std::string_view, std::uint32_t> ids;
  std::vector<Layer> layers;
  std::vector<std::uint32_t> layer_of(operators.size());
  for (std::size_t op = 0; op < operators.size(); ++op) {
    const auto [entry, is_new] = ids.try_emplace(names[op], static_cast<std::uint32_t>(layers.size()));
    if (is_new) layers.push_back({names[op], {}});
    layer_of[op] = entry->second;
    layers[entry->second].operators.push_back(static_cast<OperatorId>(op));
  }
  const Successors successors = LayerSuccessors(operators, tensors, layer_of, layers.size());
  const std::vector<std::uint32_t> order = TopologicalOrder(successors);
  if (order.size() < layers.size()) {
    std::string path;
    for (const std::uint32_t layer : FindCycle(successors)) path += "'" + layers[layer].name + "' -> ";
    return Fail(ErrorCode::kBadInput,
                fmt::format("layers form a cycle: {}back; name the operators' layers so that data flows one way", path));
  }
  std::vector<Layer> ordered;
  ordered.reserve(layers.size());
  for (const std::uint32_t layer : order) ordered.push_back(std::move(layers[layer]));
  return ordered;
}

}  // namespace dnntune::graph
