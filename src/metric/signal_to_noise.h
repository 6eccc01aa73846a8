// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

namespace dnntune::metric {

// How well numbers agree with the expected ones, in dB: 10 log10 of the power of the signal over that of the noise, which is the
// difference. The signal is what the expected numbers vary by round their mean, since numbers that lie about one value agree in any
// order; where they are all one number, it is that number. Nothing where there is no noise: two NaNs, or two equal infinities, are
// the same. Minus infinity where the noise is no finite number. Requires as many of both.
[[nodiscard]] std::optional<double> SignalToNoise(std::span<const double> expected, std::span<const double> actual);

}  // namespace dnntune::metric
