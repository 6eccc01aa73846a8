// SPDX-License-Identifier: Apache-2.0
// Networks of a few operators, the same for every format and engine.
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "format/network.h"
#include "zoo/builder.h"

namespace dnntune::conformance {

using Names = std::vector<std::string>;

// A network and what its tensors have to look like, which the zoo's builder knows without any format.
struct SmallNetwork {
  format::Network network;
  std::vector<zoo::Feature> features;  // of every operator's output, in order
};

// Nine layers of several operators; two branches, one of which is read again further down.
[[nodiscard]] SmallNetwork Branching();
// The middle of it has two inputs and two outputs.
[[nodiscard]] Names MiddleInputs();
[[nodiscard]] Names MiddleOutputs();

// One kind of operator and what it takes to make a classifier of it.
struct OperatorNetwork {
  std::string_view name;  // "max_pool_ceiling"
  format::NodeKind kind;
  format::Network (*make)();
};
[[nodiscard]] std::span<const OperatorNetwork> OperatorNetworks();

inline void PrintTo(const OperatorNetwork& one, std::ostream* out) {
  *out << one.name;
}

}  // namespace dnntune::conformance
