// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "partition/problem.h"
#include "record/explanation.h"

namespace dnntune::partition {

// Errors as Decide.
[[nodiscard]] Result<record::Explanation> Explain(const Problem& problem);

}  // namespace dnntune::partition
