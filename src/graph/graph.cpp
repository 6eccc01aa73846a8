// SPDX-License-Identifier: Apache-2.0
#include "graph/graph.h"

#include <algorithm>

namespace dnntune::graph {
namespace {

template <typename Items>
std::optional<std::uint32_t> FindByName(const Items& items, const std::vector<std::uint32_t>& by_name, std::string_view name) {
  const auto found = std::lower_bound(by_name.begin(), by_name.end(), name,
                                      [&](std::uint32_t id, std::string_view key) { return items[id].name < key; });
  if (found == by_name.end() || items[*found].name != name) return std::nullopt;
  return *found;
}

void SortUnique(std::vector<TensorId>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

}  // namespace

std::optional<TensorId> Graph::FindTensor(std::string_view name) const {
  return FindByName(tensors_, tensors_by_name_, name);
}

std::optional<LayerId> Graph::FindLayer(std::string_view name) const {
  return FindByName(layers_, layers_by_name_, name);
}

std::vector<TensorId> Graph::LayerInputs(LayerId layer) const {
  std::vector<TensorId> ids;
  for (const OperatorId op : layers_[layer].operators) {
    for (const TensorId input : operators_[op].inputs) {
      const auto& producer = tensors_[input].producer;
      if (!producer || operators_[*producer].layer != layer) ids.push_back(input);
    }
  }
  SortUnique(ids);
  return ids;
}

std::vector<TensorId> Graph::LayerOutputs(LayerId layer) const {
  std::vector<TensorId> ids;
  for (const OperatorId op : layers_[layer].operators) {
    for (const TensorId output : operators_[op].outputs) {
      const Tensor& tensor = tensors_[output];
      const bool read_outside = std::any_of(tensor.consumers.begin(), tensor.consumers.end(),
                                            [&](OperatorId reader) { return operators_[reader].layer != layer; });
      if (tensor.is_output || read_outside) ids.push_back(output);
    }
  }
  SortUnique(ids);
  return ids;
}

}  // namespace dnntune::graph
