// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "graph/graph.h"

namespace dnntune::split {

// The tensors at the edges of a head and a tail, by name.
struct Edges {
  std::vector<std::string> head_inputs;   // empty lists on one side: that side has nothing to run
  std::vector<std::string> head_outputs;  // crossing tensors and model outputs made in the head
  std::vector<std::string> crossing;      // sent from device to cloud: tensors of the head, and model inputs that the tail reads
  std::vector<std::string> tail_outputs;
  bool has_head = false;
  bool has_tail = false;
};

// The edges of the deployment that runs the layers named `head` on the device. kBadInput for an unknown layer.
[[nodiscard]] Result<Edges> EdgesOf(const graph::Graph& graph, std::span<const std::string> head);

}  // namespace dnntune::split
