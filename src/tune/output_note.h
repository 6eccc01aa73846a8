// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "record/conversions.h"
#include "tune/prove.h"

namespace dnntune::tune {

// Whether one of the two files computes in quantised integers and the other does not.
[[nodiscard]] bool AreInOtherNumbers(const record::Conversions& conversions);

// What has to be said of the outputs where one of the two files computes in quantised integers and the other does not: deployments
// are then told apart by more than time. Nothing where the files compute alike.
[[nodiscard]] std::optional<std::string> OutputNote(const std::vector<LinkDecision>& decisions,
                                                    const record::Conversions& conversions);

}  // namespace dnntune::tune
