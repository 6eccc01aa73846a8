// SPDX-License-Identifier: Apache-2.0
#include "format/skeleton/reach.h"

#include <fmt/format.h>

namespace dnntune::format::skeleton {

Error IsMissing(const std::string& tensor) {
  return {ErrorCode::kBadInput,
          fmt::format("the outputs need tensor '{}', which is not among the inputs; add it to the inputs", tensor)};
}

}  // namespace dnntune::format::skeleton
