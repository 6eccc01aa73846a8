// SPDX-License-Identifier: Apache-2.0
#include "study/small_cuts.h"

#include <numeric>
#include <vector>

#include "graph/cut_name.h"
#include "graph/size.h"

namespace dnntune::study {
namespace {

using metric::Quantity;
using metric::Source;

Quantity<Ratio> MacsOfHead(const graph::Graph& graph, const graph::Cut& cut) {
  std::vector<graph::OperatorId> operators;
  for (const graph::LayerId layer : graph::HeadOf(cut)) {
    const auto& own = graph.layers()[layer].operators;
    operators.insert(operators.end(), own.begin(), own.end());
  }
  return MacsShare(graph, operators);
}

}  // namespace

Quantity<Ratio> MacsShare(const graph::Graph& graph, std::span<const graph::OperatorId> operators) {
  std::vector<graph::OperatorId> every(graph.operators().size());
  std::iota(every.begin(), every.end(), graph::OperatorId{0});
  const auto all = graph::MacsOf(graph, every);
  if (!all || *all == 0) return Quantity<Ratio>::Unavailable("the model's multiply-accumulates are not known");
  return Quantity<Ratio>::Of(Ratio(*graph::MacsOf(graph, operators) / *all), Source::kModelled);
}

SmallCuts FindSmallCuts(const graph::Graph& graph) {
  SmallCuts found;
  found.input = graph::BytesOf(graph, graph.inputs());
  found.first_bytes = found.least_bytes = Quantity<Bytes>::Unavailable("no cut sends less than the inputs");
  found.first_macs = Quantity<Ratio>::Unavailable("no cut sends less than the inputs");
  for (const graph::Cut& cut : graph::PrefixCuts(graph)) {
    if (cut.head.empty() || graph::HeadSize(cut) == graph.layers().size()) continue;
    ++found.cuts;
    const Quantity<Bytes> bytes = graph::BytesOf(graph, cut.crossing);
    if (!bytes.IsAvailable() || !found.input.IsAvailable()) continue;
    const std::string last = graph::LastLayers(graph, cut);
    if (found.least.empty() || bytes.value() < found.least_bytes.value()) {
      found.least = last;
      found.least_bytes = bytes;
    }
    if (bytes.value() >= found.input.value()) continue;
    found.smaller.push_back(cut);
    if (found.smaller.size() > 1) continue;
    found.first = last;
    found.first_bytes = bytes;
    found.first_macs = MacsOfHead(graph, cut);
  }
  return found;
}

}  // namespace dnntune::study
