// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "spec/spec.h"

namespace dnntune::cli {

// Settles which engine every device runs: the first of those that the config names which is installed there, else onnxruntime. What
// is passed over, and a DNN library that the chosen engine has not, are noted in spec.unavailable. kUnavailable where no engine is
// installed that could be used.
[[nodiscard]] Result<void> ChooseEngines(spec::Spec& spec);

}  // namespace dnntune::cli
