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
  double largest = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] == right[i] || (std::isnan(left[i]) && std::isnan(right[i]))) continue;
    const double difference = std::abs(left[i] - right[i]);
    largest = std::isnan(difference) ? std::numeric_limits<double>::infinity() : std::max(largest, difference);
  }
  return record::OutputDifference{largest, metric::SignalToNoise(left, right)};
}

void Include(const record::OutputDifference& one, std::optional<record::OutputDifference>& all) {
  if (!all) {
    all = one;
    return;
  }
  all->largest = std::max(all->largest, one.largest);
  if (!all->snr_db || (one.snr_db && *one.snr_db < *all->snr_db)) all->snr_db = one.snr_db;
}

}  // namespace dnntune::split
