// SPDX-License-Identifier: Apache-2.0
#include "metric/hint.h"

#include <array>
#include <cstddef>

namespace dnntune::metric {
namespace {

using Hint = MetricHint;

constexpr std::array kHints = {
    HintRow{Hint::kText, "text", "", "", "", 1, 1},
    HintRow{Hint::kCount, "count", "", "", "", 1, 1},
    HintRow{Hint::kSeconds, "seconds", "s", " ", "_s", 1e-9, 1},
    HintRow{Hint::kJoules, "joules", "J", " ", "_j", 1e-9, 1e9},
    HintRow{Hint::kWatts, "watts", "W", " ", "_w", 1e-3, 1e9},
    HintRow{Hint::kBytes, "bytes", "B", " ", "_bytes", 1, 1e9},
    HintRow{Hint::kBitRate, "bit_rate", "bit/s", " ", "_bps", 1, 1e9},
    HintRow{Hint::kRatio, "ratio", "x", "", "", 1, 1},
    HintRow{Hint::kProbability, "probability", "%", " ", "", 0.01, 0.01},
    HintRow{Hint::kMacs, "macs", "MAC", " ", "", 1, 1e9},
};

constexpr bool IsInOrder() {
  for (std::size_t i = 0; i < kHints.size(); ++i) {
    if (static_cast<std::size_t>(kHints[i].hint) != i) return false;
  }
  return true;
}
static_assert(IsInOrder());

}  // namespace

std::span<const HintRow> Hints() {
  return kHints;
}

const HintRow& HintOf(MetricHint hint) {
  return kHints[static_cast<std::size_t>(hint)];
}

}  // namespace dnntune::metric
