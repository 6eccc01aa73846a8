// SPDX-License-Identifier: Apache-2.0
#include "graph/size.h"

#include <fmt/format.h>

namespace dnntune::graph {

metric::Quantity<Bytes> BytesOf(const Graph& graph, std::span<const TensorId> tensors) {
  Bytes sum;
  for (const TensorId id : tensors) {
    const Tensor& tensor = graph.tensors()[id];
    if (!tensor.bytes) {
      return metric::Quantity<Bytes>::Unavailable(
          fmt::format("the shape of '{}' is not known before the model has run", tensor.name));
    }
    sum += *tensor.bytes;
  }
  return metric::Quantity<Bytes>::Of(sum, metric::Source::kModelled);
}

std::optional<double> MacsOf(const Graph& graph, std::span<const OperatorId> operators) {
  double sum = 0;
  for (const OperatorId id : operators) {
    const auto& macs = graph.operators()[id].macs;
    if (!macs) return std::nullopt;
    sum += static_cast<double>(*macs);
  }
  return sum;
}

}  // namespace dnntune::graph
