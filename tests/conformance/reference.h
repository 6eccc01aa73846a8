// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "format/network.h"

namespace dnntune::conformance {

// The network's answer by the definition of each operator, in plain loops. `input` is channels first: [channels][height][width].
// Where a feature map of more than one place is flattened, the order of the answer is that of channels first.
[[nodiscard]] std::vector<float> AnswerOf(const format::Network& network, std::vector<float> input);

}  // namespace dnntune::conformance
