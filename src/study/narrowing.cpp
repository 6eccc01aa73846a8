// SPDX-License-Identifier: Apache-2.0
#include "study/narrowing.h"

#include <fmt/format.h>

#include <numeric>
#include <vector>

#include "graph/cut.h"

namespace dnntune::study {
namespace {

using metric::Quantity;
using metric::Source;

Quantity<Ratio> MacsOfHead(const graph::Graph& graph, const graph::Cut& cut) {
  std::vector<graph::OperatorId> operators;
  for (const graph::LayerId layer : cut.head) {
    const auto& own = graph.layers()[layer].operators;
    operators.insert(operators.end(), own.begin(), own.end());
  }
  return MacsShare(graph, operators);
}

}  // namespace

Quantity<Bytes> BytesOf(const graph::Graph& graph, std::span<const graph::TensorId> tensors) {
  Bytes sum;
  for (const graph::TensorId id : tensors) {
    const graph::Tensor& tensor = graph.tensors()[id];
    if (!tensor.bytes) return Quantity<Bytes>::Unavailable(fmt::format("the shape of '{}' is not known", tensor.name));
    sum += *tensor.bytes;
  }
  return Quantity<Bytes>::Of(sum, Source::kModelled);
}

std::optional<double> MacsOf(const graph::Graph& graph, std::span<const graph::OperatorId> operators) {
  double sum = 0;
  for (const graph::OperatorId id : operators) {
    const auto& macs = graph.operators()[id].macs;
    if (!macs) return std::nullopt;
    sum += static_cast<double>(*macs);
  }
  return sum;
}

Quantity<Ratio> MacsShare(const graph::Graph& graph, std::span<const graph::OperatorId> operators) {
  std::vector<graph::OperatorId> every(graph.operators().size());
  std::iota(every.begin(), every.end(), graph::OperatorId{0});
  const auto all = MacsOf(graph, every);
  if (!all || *all == 0) return Quantity<Ratio>::Unavailable("the model's multiply-accumulates are not known");
  return Quantity<Ratio>::Of(Ratio(*MacsOf(graph, operators) / *all), Source::kModelled);
}

Narrowing FindNarrowing(const graph::Graph& graph) {
  Narrowing found;
  found.input = BytesOf(graph, graph.inputs());
  found.first_bytes = found.least_bytes = Quantity<Bytes>::Unavailable("no cut sends less than the inputs");
  found.first_macs = Quantity<Ratio>::Unavailable("no cut sends less than the inputs");
  for (const graph::Cut& cut : graph::PrefixCuts(graph)) {
    if (cut.head.empty() || cut.head.size() == graph.layers().size()) continue;
    ++found.cuts;
    const Quantity<Bytes> bytes = BytesOf(graph, cut.crossing);
    if (!bytes.IsAvailable() || !found.input.IsAvailable()) continue;
    const std::string& last = graph.layers()[cut.head.back()].name;
    if (found.least.empty() || bytes.value() < found.least_bytes.value()) {
      found.least = last;
      found.least_bytes = bytes;
    }
    if (bytes.value() >= found.input.value()) continue;
    if (++found.smaller > 1) continue;
    found.first = last;
    found.first_bytes = bytes;
    found.first_macs = MacsOfHead(graph, cut);
  }
  return found;
}

}  // namespace dnntune::study
