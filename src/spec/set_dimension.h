// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "setting/dimension.h"
#include "spec/options.h"

namespace dnntune::spec {

// Reads the value as one of the dimension's into the setting of target.device. Names that are known and that no engine has go to
// spec.unavailable. kBadInput where it is none of the dimension's values.
Result<void> SetDimension(const setting::Dimension& dimension, Target target, const Value& value);

}  // namespace dnntune::spec
