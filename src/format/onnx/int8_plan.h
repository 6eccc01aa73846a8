// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "format/onnx/int8_rules.h"
#include "format/onnx/narrow.h"

namespace dnntune::format {

// How an integer stands for a number: scale * (integer - zero_point).
struct Linear {
  float scale = 1;
  std::int32_t zero_point = 0;
};

// What becomes of a node.
struct Int8Step {
  const Int8Rule* rule = nullptr;  // in int8; null: as it is
  std::string kept;                // why not in int8; empty where it does not compute in float32
};

// Which nodes of a graph compute in int8, and which tensors are int8 between them.
struct Int8Plan {
  std::vector<Int8Step> steps;              // by node
  std::unordered_set<std::string> tensors;  // activations that have an int8 form
  std::unordered_set<std::string> made;     // of them, those that an int8 node makes
  std::vector<std::string> calibrated;      // of them, those whose range must be known, in the nodes' order
};

// `ranges`: none yet, to ask for `calibrated`. With them, nodes whose tensors were not finite stay as they are. kBadInput, naming
// the tensor, for a range that is missing.
[[nodiscard]] Result<Int8Plan> PlanInt8(const onnx::GraphProto& graph, const graph::Graph& known, const Ranges* ranges);

}  // namespace dnntune::format
