// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "link/link.h"
#include "spec/spec.h"

namespace dnntune::spec {

// The link that a row means: a preset, a preset with some figures replaced, or one of the user's own. kBadInput for a name that is
// no preset and has no rates (names the nearest).
[[nodiscard]] Result<link::Link> ToLink(const LinkSpec& row);

}  // namespace dnntune::spec
