// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "format/network.h"

namespace dnntune::conformance {

// The network's answer by the definition of each operator, in plain loops; of one input, whose values are row-major, an image's
// channels first, as are the answer's.
[[nodiscard]] std::vector<float> AnswerOf(const format::Network& network, std::vector<float> input);

}  // namespace dnntune::conformance
