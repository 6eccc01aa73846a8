// SPDX-License-Identifier: Apache-2.0
// Statistics of repeated measurements. Nothing here assumes a distribution: latencies are skewed and have outliers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/units.h"
#include "metric/quantity.h"

namespace dnntune::metric {

// The middle value; the mean of the two middle ones for an even count. Requires samples.
[[nodiscard]] double Median(std::span<const double> samples);

// The p-quantile, 0 <= p <= 1, linearly interpolated between order statistics (Hyndman & Fan 1996, type 7). Requires samples.
[[nodiscard]] double Quantile(std::span<const double> samples, double p);

// 95 % confidence interval of the median from order statistics: the narrowest symmetric pair whose binomial(n, 1/2) coverage is at
// least 95 % (Conover, Practical Nonparametric Statistics, 3.2). Nothing for fewer than six samples, which cannot reach 95 %.
[[nodiscard]] std::optional<Interval<double>> MedianInterval(std::span<const double> samples);

// The median with its 95 % interval, where there is one. Requires samples, in seconds.
[[nodiscard]] Quantity<Seconds> MedianTime(std::span<const double> seconds, Source source);

// Half the width of MedianInterval relative to the median; nothing where there is no interval or the median is not positive.
[[nodiscard]] std::optional<double> RelativeHalfWidth(std::span<const double> samples);

// Median absolute deviation from the median, unscaled. Requires samples.
[[nodiscard]] double MedianAbsoluteDeviation(std::span<const double> samples);

// Indices of samples whose modified z-score |0.6745 (x - median) / MAD| exceeds 3.5 (Iglewicz & Hoaglin, How to Detect and Handle
// Outliers, 1993), ascending. Where the MAD is zero, 1.2533 times the mean absolute deviation takes its place. None below six
// samples.
[[nodiscard]] std::vector<std::uint32_t> Outliers(std::span<const double> samples);

// Whether the last 64 samples show no trend: the Mann-Kendall test (Kendall 1975, variance with ties) does not reject "no trend" at
// 5 %, or the medians of their two halves differ by less than 1 %. False for fewer than eight samples.
[[nodiscard]] bool IsStationary(std::span<const double> samples);

}  // namespace dnntune::metric
