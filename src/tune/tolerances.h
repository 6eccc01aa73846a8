// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "record/profile.h"
#include "split/ends.h"

namespace dnntune::tune {

// How near to the whole model's the outputs of a deployment over the two must be. Where both machines compute with the same kernels
// it is what their engine states of itself (setting::ToleranceOf), else what other kernels are allowed; where their files compute
// in different numbers, a signal to noise, as tensors are matched by.
[[nodiscard]] split::Tolerances TolerancesOf(const record::Profile& device, const record::Profile& cloud);

}  // namespace dnntune::tune
