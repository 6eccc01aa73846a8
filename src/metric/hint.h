// SPDX-License-Identifier: Apache-2.0
// How values of a kind are printed: the one table, for the terminal, for JSON and CSV keys, and for the page, which gets it as
// data.
#pragma once

#include <cstdint>
#include <span>

namespace dnntune::metric {

// Values are in the SI unit of the hint; printers scale (0.0123 s -> "12.3 ms"), JSON keeps SI and puts the unit in the key.
enum class MetricHint : std::uint8_t { kText, kCount, kSeconds, kJoules, kWatts, kBytes, kBitRate, kRatio, kProbability, kMacs };

struct HintRow {
  MetricHint hint;
  const char* name;    // "seconds"
  const char* unit;    // as printed: "s"
  const char* gap;     // between number and unit
  const char* suffix;  // what a JSON key or CSV column ends in: "_s"
  // What a value is divided by to be printed: the power of a thousand that suits it, from `least` to `most`, whose SI prefix is put
  // before the unit; where they are equal always that, without a prefix.
  double least;
  double most;
};

// Every hint, in the order of MetricHint.
[[nodiscard]] std::span<const HintRow> Hints();
[[nodiscard]] const HintRow& HintOf(MetricHint hint);

}  // namespace dnntune::metric
