// SPDX-License-Identifier: Apache-2.0
// Which deployments are ruled out, and by what.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "partition/min_cut.h"

namespace dnntune::partition {

// kBadInput for a pin of an unknown layer (names the nearest).
[[nodiscard]] Result<void> CheckPins(const graph::Graph& graph, const spec::Limits& limits);

// Pins, the input's privacy and missing costs as holds. Errors as CheckPins; kInfeasible
// where a layer held in the cloud feeds one held on the device, naming both. A layer without cost on both sides is free: only the
// ends, which were measured whole, can then be chosen.
[[nodiscard]] Result<std::vector<Hold>> HoldsOf(const CostGraph& costs, const Problem& problem);

// Why the deployment is ruled out, and by how much; nothing: it is allowed. `energy_problem` of EnergyProblem.
[[nodiscard]] std::optional<std::string> Refusal(const CostGraph& costs, const Problem& problem, const Deployment& deployment,
                                                 const std::string& energy_problem);

}  // namespace dnntune::partition
