// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "format/onnx/edit.h"
#include "format/onnx/quantize/rules.h"

namespace dnntune::format::onnx {

// How an integer stands for a number: scale * (integer - zero_point).
struct Steps {
  float scale = 1;
  std::int32_t zero_point = 0;
};

// What becomes of a node.
struct PlannedOperator {
  const Rule* rule = nullptr;  // in int8; null: as it is
  std::string reason;          // why not in int8; empty where it does not compute in float32
};

// Which nodes of a graph compute in int8, and which tensors are int8 between them.
struct Plan {
  std::vector<PlannedOperator> operators;   // by node
  std::unordered_set<std::string> tensors;  // activations that have an int8 form
  std::unordered_set<std::string> made;     // of them, those that an int8 node makes
  std::vector<std::string> calibrated;      // of them, those whose range must be known, in the nodes' order
};

// `ranges`: none yet, to ask for `calibrated`. With them, nodes whose tensors were not finite stay as they are. kBadInput, naming
// the tensor, for a range that is missing.
[[nodiscard]] Result<Plan> PlanInt8(const GraphProto& graph, const graph::Graph& known, const Ranges* ranges);

}  // namespace dnntune::format::onnx
