// SPDX-License-Identifier: Apache-2.0
// Networks of a few operators, the same for every format and engine.
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "format/network.h"

namespace dnntune::conformance {

using Names = std::vector<std::string>;

// Nine layers of several operators; two branches, one of which is read again further down.
[[nodiscard]] format::Network Branching();
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
