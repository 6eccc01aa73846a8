// SPDX-License-Identifier: Apache-2.0
// What kind of arithmetic operators do, whatever their format calls them: what tells CNNs, MLPs and recurrent networks apart.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/graph.h"

namespace dnntune::graph {

enum class Kind : std::uint8_t {
  kConvolution,
  kDense,      // products with a weight
  kRecurrent,  // cells, and the products of unrolled ones: in their layer a later step reads a weight again
  kAttention,  // products of two activations
  kOther       // no multiply-accumulates to speak of
};
inline constexpr Kind kKinds[] = {Kind::kConvolution, Kind::kDense, Kind::kRecurrent, Kind::kAttention, Kind::kOther};
[[nodiscard]] const char* KindName(Kind kind);  // "convolution", ...

// Of every operator, in their order.
[[nodiscard]] std::vector<Kind> KindsOf(const Graph& graph);

// The kind that does most of the layer's multiply-accumulates, of `kinds` as KindsOf has them; kOther where there are none.
[[nodiscard]] Kind KindOfLayer(const Graph& graph, LayerId layer, const std::vector<Kind>& kinds);

}  // namespace dnntune::graph
