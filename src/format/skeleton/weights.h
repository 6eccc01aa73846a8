// SPDX-License-Identifier: Apache-2.0
// What constants weigh, each counted once.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>

#include "graph/dtype.h"
#include "graph/graph.h"

namespace dnntune::format::skeleton {

// A number of elements or of multiplications; nothing where it is not known or does not fit.
using Count = std::optional<std::uint64_t>;
// Nothing for a negative factor.
[[nodiscard]] Count Times(Count count, std::int64_t factor);
// `count` times the extents from `first` on, but for the `last` ones.
[[nodiscard]] Count Product(Count count, std::span<const std::int64_t> extents, std::size_t first = 0, std::size_t last = 0);

struct Weights {
  std::uint64_t elements = 0;
  double bytes = 0;

  Weights& operator+=(const Weights& more);
};

// Of a tensor of that type and shape; nothing where its elements cannot be counted.
[[nodiscard]] Weights WeightsOf(graph::DType dtype, std::span<const std::int64_t> shape);

// What the operators of a graph weigh: a weight that several read counts for the first of them.
template <typename Tensor>
class WeightCount {
 public:
  void Add(const Tensor& tensor, const Weights& weights, graph::OperatorSpec& reader) {
    if (!counted_.insert(tensor).second) return;
    reader.parameters += weights.elements;
    reader.parameter_bytes += Bytes(weights.bytes);
  }

 private:
  std::set<Tensor> counted_;
};

}  // namespace dnntune::format::skeleton
