// SPDX-License-Identifier: Apache-2.0
#include "metric/statistics.h"

#include <algorithm>
#include <cmath>

namespace dnntune::metric {
namespace {

constexpr double kNormal975 = 1.959963984540054;  // 97.5 % point of the standard normal distribution
constexpr double kOutlierScore = 3.5;
constexpr double kMadToSigma = 0.6745;

std::vector<double> Sorted(std::span<const double> samples) {
  std::vector<double> sorted(samples.begin(), samples.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

// Largest k (from 0) such that P(X <= k) <= 2.5 % for X ~ binomial(n, 1/2); nothing when even k = 0 is above.
std::optional<std::size_t> LowerRank(std::size_t n) {
  const auto count = static_cast<double>(n);
  if (n > 200) {  // The normal approximation is within one rank there.
    const double rank = std::floor((count - kNormal975 * std::sqrt(count)) / 2) - 1;
    return static_cast<std::size_t>(std::max(rank, 0.0));
  }
  double probability = std::pow(0.5, count);
  double cumulative = probability;
  if (cumulative > 0.025) return std::nullopt;
  std::size_t k = 0;
  while (true) {
    probability *= (count - static_cast<double>(k)) / (static_cast<double>(k) + 1);
    if (cumulative + probability > 0.025) return k;
    cumulative += probability;
    ++k;
  }
}

}  // namespace

double Median(std::span<const double> samples) {
  return Quantile(samples, 0.5);
}

double Quantile(std::span<const double> samples, double p) {
  const std::vector<double> sorted = Sorted(samples);
  const double position = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (position - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

std::optional<Interval<double>> MedianInterval(std::span<const double> samples) {
  const auto rank = LowerRank(samples.size());
  if (!rank || samples.empty()) return std::nullopt;
  const std::vector<double> sorted = Sorted(samples);
  return Interval<double>{sorted[*rank], sorted[sorted.size() - 1 - *rank]};
}

std::optional<double> RelativeHalfWidth(std::span<const double> samples) {
  const auto interval = MedianInterval(samples);
  if (!interval) return std::nullopt;
  const double median = Median(samples);
  if (median <= 0) return std::nullopt;
  return (interval->high - interval->low) / 2 / median;
}

double MedianAbsoluteDeviation(std::span<const double> samples) {
  const double median = Median(samples);
  std::vector<double> deviations;
  deviations.reserve(samples.size());
  for (const double sample : samples) deviations.push_back(std::abs(sample - median));
  return Median(deviations);
}

std::vector<std::uint32_t> Outliers(std::span<const double> samples) {
  std::vector<std::uint32_t> outliers;
  if (samples.empty()) return outliers;
  const double median = Median(samples);
  const double mad = MedianAbsoluteDeviation(samples);
  if (mad == 0) return outliers;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (std::abs(kMadToSigma * (samples[i] - median) / mad) > kOutlierScore) outliers.push_back(static_cast<std::uint32_t>(i));
  }
  return outliers;
}

bool IsStationary(std::span<const double> samples) {
  const std::size_t n = samples.size();
  if (n < 8) return false;
  double s = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i + 1; j < n; ++j) s += samples[j] > samples[i] ? 1 : (samples[j] < samples[i] ? -1 : 0);
  }
  const auto count = static_cast<double>(n);
  const double variance = count * (count - 1) * (2 * count + 5) / 18;  // without ties: conservative where there are any
  const double score = (std::abs(s) - 1) / std::sqrt(variance);
  return score <= kNormal975;
}

std::vector<double> Resample(std::span<const double> samples, std::mt19937_64& random) {
  std::uniform_int_distribution<std::size_t> pick(0, samples.size() - 1);
  std::vector<double> resample(samples.size());
  for (double& value : resample) value = samples[pick(random)];
  return resample;
}

std::vector<double> BootstrapMedians(std::span<const double> samples, std::size_t count, std::mt19937_64& random) {
  std::vector<double> medians(count);
  for (double& median : medians) median = Median(Resample(samples, random));
  return medians;
}

}  // namespace dnntune::metric
