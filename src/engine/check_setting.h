// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "engine/engine.h"

namespace dnntune::engine {

// Whether the engine can be asked for the setting at all: at least one thread, a unit that it has, a precision and a DNN library
// that it has where it lists any, knobs that it knows. Values of knobs are its own to check.
[[nodiscard]] Result<void> CheckSetting(const setting::Setting& setting, const EngineInfo& engine);

}  // namespace dnntune::engine
