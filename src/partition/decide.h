// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "partition/problem.h"
#include "record/decision.h"

namespace dnntune::partition {

// The best deployment, its alternatives and how sure the ranking is. Candidates: the best `top`, both ends, and the Pareto front of
// latency and energy (its first 64 points), by rank, refused ones last. Exact where all cuts can be listed or there are at most
// 2,000 layers; beyond, the best is exact unless there are limits other than pins and keep_input_on_device. A note says how far it
// is. kBadInput: profiles that do not fit together, an unknown pin, a link without rates. kUnavailable: the objective needs an
// energy that is not known (why). kInfeasible: no deployment meets the limits (names the nearest).
[[nodiscard]] Result<record::Decision> Decide(const Problem& problem);

}  // namespace dnntune::partition
