// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "engine/engine.h"

namespace dnntune::engine {

// A session that takes its inputs from tensors of another file of the model and gives its outputs as such, too: both are part of
// every run. `inner` may be null: then it only converts. kBadInput for an unsound conversion.
[[nodiscard]] Result<std::unique_ptr<Session>> MakeConvertingSession(std::unique_ptr<Session> inner,
                                                                     std::vector<NamedConversion> before,
                                                                     std::vector<NamedConversion> after);

}  // namespace dnntune::engine
