// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/runtime/common.hpp>

#include "base/result.h"
#include "setting/setting.h"

namespace dnntune::engine {

// The properties to compile a model for the CPU with. kBadInput: a value that a knob has not. kUnavailable: a library of kernels
// that is not OpenVINO's.
[[nodiscard]] Result<ov::AnyMap> MakeOpenVinoConfig(const setting::Setting& setting);

}  // namespace dnntune::engine
