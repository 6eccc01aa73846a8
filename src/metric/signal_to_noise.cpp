// SPDX-License-Identifier: Apache-2.0
#include "metric/signal_to_noise.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace dnntune::metric {
namespace {

double Square(double number) {
  return number * number;
}

double Signal(std::span<const double> numbers) {
  const auto [least, most] = std::minmax_element(numbers.begin(), numbers.end());
  const bool varies = *least != *most;  // rounding in the mean would make a spread where there is none
  const double mean = varies ? std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size()) : 0;
  return std::transform_reduce(numbers.begin(), numbers.end(), 0.0, std::plus<>(),
                               [&](double number) { return Square(number - mean); });
}

bool AreSame(double left, double right) {
  return left == right || (std::isnan(left) && std::isnan(right));
}

}  // namespace

std::optional<double> SignalToNoise(std::span<const double> expected, std::span<const double> actual) {
  double noise = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (!AreSame(expected[i], actual[i])) noise += Square(expected[i] - actual[i]);
  }
  if (noise == 0) return std::nullopt;
  const double ratio = Signal(expected) / noise;
  return std::isfinite(noise) && std::isfinite(ratio) ? 10 * std::log10(ratio) : -std::numeric_limits<double>::infinity();
}

}  // namespace dnntune::metric
