// SPDX-License-Identifier: Apache-2.0
// From numbers to what a record says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "partition/price.h"
#include "record/decision.h"

namespace dnntune::partition {

// "all on the device", "all in the cloud" or the cut's name.
[[nodiscard]] std::string NameOf(const graph::Graph& graph, const Head& head);

// A candidate with prices, all modelled; `energy_problem` of EnergyProblem.
[[nodiscard]] record::Candidate Describe(const CostGraph& costs, const Problem& problem, const Deployment& deployment,
                                         const std::string& energy_problem);

// "round trip of 5 ms", "not counted: radio tail": what the prices hold and what they leave out.
[[nodiscard]] std::vector<std::string> CountedParts(const CostGraph& costs, const Problem& problem);

}  // namespace dnntune::partition
