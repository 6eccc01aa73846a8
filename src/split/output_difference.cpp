// SPDX-License-Identifier: Apache-2.0
#include "split/output_difference.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/retype.h"
#include "metric/signal_to_noise.h"

namespace dnntune::split {

Result<record::OutputDifference> Compare(const std::string& name, const engine::Tensor& expected, const engine::Tensor& actual,
                                         const std::optional<graph::Quantization>& quantization) {
  if (expected.dtype() != actual.dtype() || expected.shape() != actual.shape()) {
    return Fail(ErrorCode::kMeasurement,
                "output '" + name + "' of the deployment has another type or shape than the whole model's");
  }
  const std::vector<double> left = engine::RealNumbers(expected, quantization);
  const std::vector<double> right = engine::RealNumbers(actual, quantization);
  record::OutputDifference difference{.largest_value = 0, .output = name};
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (std::isfinite(left[i])) difference.largest_value = std::max(*difference.largest_value, std::abs(left[i]));
    if (left[i] == right[i] || (std::isnan(left[i]) && std::isnan(right[i]))) continue;
    const double apart = std::abs(left[i] - right[i]);
    difference.largest = std::isnan(apart) ? std::numeric_limits<double>::infinity() : std::max(difference.largest, apart);
  }
  // Whole numbers of 64 bits may differ by less than a double can tell.
  const bool is_whole = !graph::IsFloat(expected.dtype()) && !quantization;
  if (difference.largest == 0 && is_whole && expected.bytes() != actual.bytes()) difference.largest = 1;
  difference.snr_db = metric::SignalToNoise(left, right);
  return difference;
}

}  // namespace dnntune::split
