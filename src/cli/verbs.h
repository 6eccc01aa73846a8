// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "cli/verb.h"

namespace dnntune::cli {

// Every command, in the order of --help.
[[nodiscard]] std::span<const Verb* const> Verbs();

}  // namespace dnntune::cli
