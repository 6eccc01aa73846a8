// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace dnntune::format::skeleton {

// What a named tensor is to be of a model or a part of one.
enum class Role : std::uint8_t { kInput, kOutput };

// A name that no tensor of the file has.
struct UnknownTensor {
  std::string name;
  Role role = Role::kInput;
  std::string own;               // the file's own inputs or outputs, as they are listed in a message
  std::vector<std::string> all;  // every name that may be meant, in any order
};

// kBadInput: says so, and which name is the nearest.
[[nodiscard]] Error IsUnknown(UnknownTensor unknown);

}  // namespace dnntune::format::skeleton
