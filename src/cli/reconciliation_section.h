// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "record/profile.h"
#include "report/document.h"

namespace dnntune::cli {

// The whole model, the sum of its layers and the sum of the engine's trace side by side, and the residue.
[[nodiscard]] report::Section ReconciliationSection(const record::Profile& profile);

}  // namespace dnntune::cli
