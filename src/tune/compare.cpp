// SPDX-License-Identifier: Apache-2.0
#include "tune/compare.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/element.h"

namespace dnntune::tune {

Result<double> MaxDifference(const std::string& name, const engine::Tensor& expected, const engine::Tensor& actual) {
  if (expected.dtype() != actual.dtype() || expected.shape() != actual.shape()) {
    return Fail(ErrorCode::kMeasurement,
                "output '" + name + "' of the deployment has another type or shape than the whole model's");
  }
  const std::vector<double> left = engine::Numbers(expected);
  const std::vector<double> right = engine::Numbers(actual);
  double largest = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] == right[i] || (std::isnan(left[i]) && std::isnan(right[i]))) continue;
    const double difference = std::abs(left[i] - right[i]);
    largest = std::isnan(difference) ? std::numeric_limits<double>::infinity() : std::max(largest, difference);
  }
  return largest;
}

}  // namespace dnntune::tune
