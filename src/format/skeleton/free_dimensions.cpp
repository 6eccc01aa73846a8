// SPDX-License-Identifier: Apache-2.0
#include "format/skeleton/free_dimensions.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dnntune::format::skeleton {

Error IsOpen(const OpenInput& input) {
  if (input.told.empty()) {
    return {ErrorCode::kBadInput, fmt::format("the shape of input '{}' is not known; set model.input_shape", input.name)};
  }
  return {ErrorCode::kBadInput, fmt::format("input '{}' of {} leaves dimension {} free; set model.input_shape", input.name,
                                            input.told, fmt::join(input.free, ", "))};
}

}  // namespace dnntune::format::skeleton
