// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace dnntune::format {

// A shape of the file and one that is given for it.
struct ShapeMisfit {
  std::string input;
  std::vector<std::int64_t> own;  // free dimensions are negative; empty where the file says nothing
  std::string printed;            // own, as the format prints it
  std::vector<std::int64_t> given;
};

// kBadInput: says that the given shape does not fit, and what to give where it is the file's with the channels at the other end.
[[nodiscard]] Error DoesNotFit(const ShapeMisfit& misfit);

}  // namespace dnntune::format
