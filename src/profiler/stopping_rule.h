// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "record/profile.h"
#include "spec/spec.h"

namespace dnntune::profiler {

// Why sampling should end now, apart from the budget of time; nothing: go on. `samples` in seconds, in the order taken.
//   kPrecise: the 95 % interval of the median is narrower than asked for.
//   kNoisy:   it is not, and twice in a row twice the samples narrowed it by less than a tenth, where independent noise would have
//             narrowed it by the square root of two: more samples will not help (after NVBench's stopping criterion).
//   kBudget:  there are max_samples.
[[nodiscard]] std::optional<record::Stop> WhyStop(std::span<const double> samples, const spec::Profiling& rule);

// How many more samples the interval needs to be as narrow as asked for, if it narrows with the square root of their number;
// nothing where that cannot be told yet.
[[nodiscard]] std::optional<double> SamplesToGo(std::span<const double> samples, const spec::Profiling& rule);

}  // namespace dnntune::profiler
