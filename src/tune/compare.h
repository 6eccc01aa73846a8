// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "engine/tensor.h"

namespace dnntune::tune {

// Largest absolute difference of any element. Two NaNs, or two equal infinities, differ by 0; a NaN beside a number differs by
// infinity. kMeasurement where types or shapes differ (names the tensor).
[[nodiscard]] Result<double> MaxDifference(const std::string& name, const engine::Tensor& expected, const engine::Tensor& actual);

}  // namespace dnntune::tune
