// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/runtime/common.hpp>
#include <openvino/runtime/core.hpp>

#include "base/result.h"
#include "setting/setting.h"

namespace dnntune::engine {

// The properties to compile a model for the CPU with. kBadInput: a value that a knob has not. kUnavailable: a library of kernels
// that is not OpenVINO's.
[[nodiscard]] Result<ov::AnyMap> MakeOpenVinoConfig(const setting::Setting& setting);

// How many threads OpenVINO takes for a model where only the hint is given, as it tells of one that it has compiled so.
[[nodiscard]] Result<int> OwnOpenVinoThreads(ov::Core& core, const setting::Setting& setting);

}  // namespace dnntune::engine
