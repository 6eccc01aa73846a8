// SPDX-License-Identifier: Apache-2.0
#include "format/skeleton/unknown_tensor.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"

namespace dnntune::format::skeleton {

Error IsUnknown(UnknownTensor unknown) {
  auto& [name, role, own, all] = unknown;
  // Of names that are equally near the first is told: the same one every time.
  std::sort(all.begin(), all.end());
  const char* be = role == Role::kInput ? "input" : "output";
  return {ErrorCode::kBadInput, fmt::format("there is no tensor '{}' to be an {}{}; the file's own {}s are {}", name, be,
                                            DidYouMean(name, all), be, own)};
}

}  // namespace dnntune::format::skeleton
