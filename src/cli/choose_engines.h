// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "spec/spec.h"

namespace dnntune::cli {

// Settles which engine every device runs: the first of those that the config names which is installed there, else onnxruntime; on a
// GPU litert in the place of tflite. What is passed over, and a unit and a DNN library that the chosen engine has not, are noted in
// spec.unavailable. kUnavailable where no engine is installed that could be used.
[[nodiscard]] Result<void> ChooseEngines(spec::Spec& spec);

// "is not installed; ..." with what to do.
[[nodiscard]] std::string NotInstalled(const std::string& engine);

}  // namespace dnntune::cli
