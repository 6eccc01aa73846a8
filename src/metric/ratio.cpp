// SPDX-License-Identifier: Apache-2.0
#include "metric/ratio.h"

#include <algorithm>
#include <cmath>

#include "metric/statistics.h"

namespace dnntune::metric {
namespace {

// As Median, but leaves the values in another order.
double MedianInPlace(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

}  // namespace

std::vector<double> BlockBootstrapMedians(std::span<const double> samples, std::span<const std::uint32_t> batches,
                                          std::size_t count, std::mt19937_64& random) {
  const std::size_t units = batches.empty() ? samples.size() : batches.size();
  const auto begin = [&](std::size_t unit) {
    if (unit == units) return samples.size();
    return batches.empty() ? unit : std::size_t{batches[unit]};
  };
  const auto block = static_cast<std::size_t>(std::max(1L, std::lround(std::cbrt(static_cast<double>(units)))));
  std::uniform_int_distribution<std::size_t> start(0, units - 1);
  std::vector<double> medians;
  std::vector<double> resample;
  for (std::size_t i = 0; i < count; ++i) {
    resample.clear();
    for (std::size_t drawn = 0; drawn < units; drawn += block) {
      const std::size_t first = start(random);
      for (std::size_t k = 0; k < block && drawn + k < units; ++k) {
        const std::size_t unit = (first + k) % units;
        for (std::size_t at = begin(unit); at < begin(unit + 1); ++at) resample.push_back(samples[at]);
      }
    }
    medians.push_back(MedianInPlace(resample));
  }
  return medians;
}

Interval<double> RatioInterval(std::span<const double> medians, std::span<const double> reference, double confidence) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < medians.size(); ++i) ratios.push_back(medians[i] / reference[i]);
  const double tail = (1 - confidence) / 2;
  return {Quantile(ratios, tail), Quantile(ratios, 1 - tail)};
}

double ConfidenceOfEach(double confidence, std::size_t count) {
  const double pairs = std::max(1.0, static_cast<double>(count) * (static_cast<double>(count) - 1) / 2);
  return 1 - (1 - confidence) / pairs;
}

}  // namespace dnntune::metric
