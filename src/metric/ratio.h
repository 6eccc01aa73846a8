// SPDX-License-Identifier: Apache-2.0
// How many times as much one repeated measurement is as another, and whether that can be told from noise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "metric/quantity.h"

namespace dnntune::metric {

// Fewest batches, or samples where their batches are not known, of which a bootstrap of the median says anything.
inline constexpr std::size_t kLeastForRatio = 6;

// Medians of `count` resamples by the circular block bootstrap (Politis & Romano, A Circular Block-Resampling Procedure for
// Stationary Data, 1992) of whole batches, in blocks of about the cube root of their number: neighbours in time resemble each
// other, and resampling them one by one would make noise look like news. `batches` has the index of the first sample of each, from
// 0; empty: every sample is one. Requires samples.
[[nodiscard]] std::vector<double> BlockBootstrapMedians(std::span<const double> samples, std::span<const std::uint32_t> batches,
                                                        std::size_t count, std::mt19937_64& random);

// Interval of the given confidence (0.95) of the ratio of two medians, from resamples of each, as many of one as of the other: the
// percentiles of their ratios. Requires positive medians.
[[nodiscard]] Interval<double> RatioInterval(std::span<const double> medians, std::span<const double> reference, double confidence);

// Confidence that each of the comparisons between `count` things needs so that all together have `confidence`, whichever of them
// turns out to be the reference (Bonferroni over all pairs).
[[nodiscard]] double ConfidenceOfEach(double confidence, std::size_t count);

}  // namespace dnntune::metric
