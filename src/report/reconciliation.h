// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "record/profile.h"
#include "report/document.h"
#include "spec/spec.h"

namespace dnntune::report {

// The whole model, the sum of its layers and the sum of the engine's trace side by side, and the residue.
[[nodiscard]] Section ReconciliationSection(const record::Profile& profile);

// A profile with its layers, how they add up, and what was asked for and is not here.
[[nodiscard]] Document ReconciledProfileDocument(const record::Profile& profile,
                                                 std::span<const spec::Unavailable> unavailable = {});

}  // namespace dnntune::report
