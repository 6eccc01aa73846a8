// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "record/profile.h"
#include "report/document.h"

namespace dnntune::report {

// How tensors of the device's file become those of the cloud's, of which this is the profile. It must have conversions.
[[nodiscard]] Section ConversionSection(const record::Profile& cloud);

}  // namespace dnntune::report
