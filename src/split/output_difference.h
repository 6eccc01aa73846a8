// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "engine/tensor.h"
#include "graph/quantization.h"
#include "record/output_difference.h"

namespace dnntune::split {

// How far an output is from the expected one, as the real numbers that elements of this quantization stand for; held to nothing
// yet. Two NaNs, or two equal infinities, differ by 0; a NaN beside a number differs by infinity. kMeasurement where types or
// shapes differ (names the tensor).
[[nodiscard]] Result<record::OutputDifference> Compare(const std::string& name, const engine::Tensor& expected,
                                                       const engine::Tensor& actual,
                                                       const std::optional<graph::Quantization>& quantization);

}  // namespace dnntune::split
