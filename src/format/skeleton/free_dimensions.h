// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace dnntune::format::skeleton {

// An input whose shape nobody has told in full.
struct OpenInput {
  std::string name;
  std::string told;               // what the file says of it: "rank 4"; empty: nothing
  std::vector<std::string> free;  // dimensions that it leaves open, as they are printed
};

// kBadInput: says what is open, and where to close it.
[[nodiscard]] Error IsOpen(const OpenInput& input);

}  // namespace dnntune::format::skeleton
