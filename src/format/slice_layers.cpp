// SPDX-License-Identifier: Apache-2.0
#include "format/slice_layers.h"

#include <algorithm>
#include <vector>

namespace dnntune::format {

Result<std::string> SliceLayers(const Model& model, std::span<const graph::LayerId> layers) {
  const graph::Graph& graph = model.graph();
  std::vector<bool> is_wanted(graph.layers().size(), false);
  for (const graph::LayerId layer : layers) is_wanted.at(layer) = true;
  const auto is_inside = [&](graph::OperatorId op) { return is_wanted[graph.operators()[op].layer]; };
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  for (const graph::Tensor& tensor : graph.tensors()) {
    const bool is_made_inside = tensor.producer && is_inside(*tensor.producer);
    const auto readers_inside = std::count_if(tensor.consumers.begin(), tensor.consumers.end(), is_inside);
    const bool is_read_outside = readers_inside < static_cast<std::ptrdiff_t>(tensor.consumers.size());
    if (!is_made_inside && readers_inside > 0) inputs.push_back(tensor.name);
    if (is_made_inside && (is_read_outside || tensor.is_output)) outputs.push_back(tensor.name);
  }
  return model.Slice(inputs, outputs);
}

}  // namespace dnntune::format
