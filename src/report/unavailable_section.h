// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "report/document.h"
#include "spec/spec.h"

namespace dnntune::report {

// What was asked for and is not here, and what could not be decided; no blocks where there is neither.
[[nodiscard]] Section UnavailableSection(std::span<const spec::Unavailable> unavailable,
                                         std::span<const std::string> undecided = {});

}  // namespace dnntune::report
