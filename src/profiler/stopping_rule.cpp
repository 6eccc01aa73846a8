// SPDX-License-Identifier: Apache-2.0
#include "profiler/stopping_rule.h"

#include <algorithm>

#include "metric/statistics.h"

namespace dnntune::profiler {
namespace {

constexpr std::size_t kLeastForNoise = 64;
constexpr double kNotNarrowed = 0.9;

bool IsStableNoise(std::span<const double> samples, double now) {
  if (samples.size() < kLeastForNoise) return false;
  const auto half = metric::RelativeHalfWidth(samples.first(samples.size() / 2));
  const auto quarter = metric::RelativeHalfWidth(samples.first(samples.size() / 4));
  return half && quarter && now > kNotNarrowed * *half && *half > kNotNarrowed * *quarter;
}

}  // namespace

std::optional<record::Stop> WhyStop(std::span<const double> samples, const spec::Profiling& rule) {
  if (samples.size() < static_cast<std::size_t>(std::max(rule.min_samples, 1))) return std::nullopt;
  if (const auto width = metric::RelativeHalfWidth(samples)) {
    if (*width <= rule.precision) return record::Stop::kPrecise;
    if (IsStableNoise(samples, *width)) return record::Stop::kNoisy;
  }
  if (samples.size() >= static_cast<std::size_t>(std::max(rule.max_samples, 1))) return record::Stop::kBudget;
  return std::nullopt;
}

std::optional<double> SamplesToGo(std::span<const double> samples, const spec::Profiling& rule) {
  const auto width = metric::RelativeHalfWidth(samples);
  if (!width || rule.precision <= 0) return std::nullopt;
  const double ratio = *width / rule.precision;
  const double count = static_cast<double>(samples.size());
  const double needed =
      std::clamp(count * ratio * ratio, static_cast<double>(rule.min_samples), static_cast<double>(rule.max_samples));
  return std::max(0.0, needed - count);
}

}  // namespace dnntune::profiler
