// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "record/profile.h"
#include "spec/spec.h"

namespace dnntune::cli {

// kUnavailable, naming the option, where the device's times tell nothing of its unit's speed and the config does not ask to decide
// with them all the same.
[[nodiscard]] Result<void> CheckDecidable(const record::DeviceId& device, const spec::Spec& spec);

}  // namespace dnntune::cli
