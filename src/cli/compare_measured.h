// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "cli/measure_by_turns.h"
#include "record/comparison.h"

namespace dnntune::cli {

// The first error of the kind, or null.
[[nodiscard]] const Error* FirstError(std::span<const Measured> measured, ErrorCode code);

// What was measured of the candidates, side by side; what was not is a row with its reason. An error where a profile could not be
// saved (kIo), or where nothing was measured: why, of each.
[[nodiscard]] Result<record::Comparison> CompareMeasured(std::span<const Candidate> candidates, std::span<const Measured> measured);

}  // namespace dnntune::cli
