// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/units.h"
#include "graph/cut.h"
#include "graph/graph.h"
#include "metric/quantity.h"

namespace dnntune::study {

// Where a cut could ever pay: what crosses it must be smaller than the inputs, which the cloud would get otherwise. Counts the cuts
// after each layer in model order that leave something on both sides.
struct SmallCuts {
  metric::Quantity<Bytes> input;
  std::size_t cuts = 0;
  std::vector<graph::Cut> smaller{};  // of them, those that send less than the inputs, in model order
  std::string first;                  // last layers in the head of the first of those; empty: there is none
  metric::Quantity<Bytes> first_bytes;
  metric::Quantity<Ratio> first_macs;  // share of the multiply-accumulates in that head, 0 to 1
  std::string least;                   // the same of the cut that sends least; empty: there is no cut
  metric::Quantity<Bytes> least_bytes;
};

[[nodiscard]] SmallCuts FindSmallCuts(const graph::Graph& graph);

// The share of the model's multiply-accumulates that these operators do, 0 to 1.
[[nodiscard]] metric::Quantity<Ratio> MacsShare(const graph::Graph& graph, std::span<const graph::OperatorId> operators);

}  // namespace dnntune::study
