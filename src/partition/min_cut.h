// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "partition/price.h"

namespace dnntune::partition {

// Where a layer must run. Free layers that were not measured on one side are held to the other.
enum class Hold : std::uint8_t { kFree, kDevice, kCloud };

// The layers on the device (true) in a deployment of least objective among all closed heads that respect `holds`, exact up to
// 2^-52 of the sum of all prices. A minimum cut between device and cloud (Boykov and Kolmogorov 2004), after Hu et al., Dynamic
// Adaptive DNN Surgery, INFOCOM 2019: every layer is a node, every tensor one more, so that it is paid once however many read it.
// Requires holds that do not contradict each other.
[[nodiscard]] std::vector<bool> MinCut(const CostGraph& costs, const std::vector<Hold>& holds, const Problem& problem,
                                       const Weights& weights);

}  // namespace dnntune::partition
