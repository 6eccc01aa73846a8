// SPDX-License-Identifier: Apache-2.0
#include "metric/statistics.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace dnntune::metric {
namespace {

constexpr double kNormal975 = 1.959963984540054;  // 97.5 % point of the standard normal distribution
constexpr double kOutlierScore = 3.5;
constexpr double kMadToSigma = 0.6745;
constexpr double kMeanDeviationToSigma = 1.253314;
constexpr std::size_t kLeastForOutliers = 6;
constexpr std::size_t kLeastForTrend = 8;
constexpr std::size_t kTrendWindow = 64;
constexpr double kNegligibleTrend = 0.01;

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

// Kendall's S, standardised, with the variance for ties; positive where the samples rise.
double TrendScore(std::span<const double> samples) {
  double score = 0;
  std::map<double, double> repeats;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    ++repeats[samples[i]];
    for (std::size_t j = i + 1; j < samples.size(); ++j) {
      score += static_cast<double>(samples[j] > samples[i]) - static_cast<double>(samples[j] < samples[i]);
    }
  }
  const auto term = [](double n) { return n * (n - 1) * (2 * n + 5); };
  double variance = term(static_cast<double>(samples.size()));
  for (const auto& [value, times] : repeats) variance -= term(times);
  if (variance <= 0 || score == 0) return 0;
  return (score > 0 ? score - 1 : score + 1) / std::sqrt(variance / 18);
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

Quantity<Seconds> MedianTime(std::span<const double> seconds, Source source) {
  std::optional<Interval<Seconds>> interval;
  if (const auto bounds = MedianInterval(seconds)) interval = {Seconds(bounds->low), Seconds(bounds->high)};
  return Quantity<Seconds>::Of(Seconds(Median(seconds)), source, interval);
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
  if (samples.size() < kLeastForOutliers) return outliers;
  const double median = Median(samples);
  double deviation = MedianAbsoluteDeviation(samples) / kMadToSigma;
  if (deviation == 0) {
    for (const double sample : samples) deviation += std::abs(sample - median);
    deviation *= kMeanDeviationToSigma / static_cast<double>(samples.size());
  }
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (std::abs(samples[i] - median) > kOutlierScore * deviation) outliers.push_back(static_cast<std::uint32_t>(i));
  }
  return outliers;
}

bool IsStationary(std::span<const double> samples) {
  if (samples.size() < kLeastForTrend) return false;
  const auto window = samples.last(std::min(samples.size(), kTrendWindow));
  if (std::abs(TrendScore(window)) <= kNormal975) return true;
  const double early = Median(window.first(window.size() / 2));
  const double late = Median(window.last(window.size() / 2));
  return std::abs(early - late) < kNegligibleTrend * std::abs(late);
}

}  // namespace dnntune::metric
