// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "base/units.h"
#include "graph/graph.h"
#include "metric/quantity.h"

namespace dnntune::graph {

// What the tensors take together; unavailable, naming the tensor, where the shape of one is not known.
[[nodiscard]] metric::Quantity<Bytes> BytesOf(const Graph& graph, std::span<const TensorId> tensors);

// Multiply-accumulates of the operators in one inference; nothing where those of one are not known.
[[nodiscard]] std::optional<double> MacsOf(const Graph& graph, std::span<const OperatorId> operators);

}  // namespace dnntune::graph
