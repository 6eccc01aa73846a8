// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "profiler/part.h"
#include "profiler/task.h"

namespace dnntune::profiler {

// Whether a cost was measured to its end, so that it need not be measured again.
[[nodiscard]] bool IsComplete(const record::Cost& cost);

// Hands the complete costs of an earlier run to the layers. kBadInput, naming what differs, where that run was of another model,
// device or setting.
Result<void> TakeOver(const record::Profile& earlier, const Task& task, std::span<Part> layers);

}  // namespace dnntune::profiler
