// SPDX-License-Identifier: Apache-2.0
// The one table of what is measured of a model. Whoever stores, sends, compares, prints or documents a metric takes its name, unit
// and meaning from here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "metric/hint.h"

namespace dnntune::metric {

enum class MetricId : std::uint8_t {
  kLatency,
  kLatencyLeast,
  kLatencyP90,
  kLatencyP99,
  kLatencySamples,
  kEnergy,
  kLoadTime,
  kResidentMemory,
  kPeakMemory,
  kLibraryMemory,
  kModelMemory,
  kQuotaPeriods,
  kThrottledPeriods,
};

// How a metric comes about, and with that who keeps and shows it.
enum class MetricKind : std::uint8_t {
  kSampled,     // the median of samples, which are kept: settings are compared by it
  kStatistic,   // another statistic of the same samples, shown beside the median
  kAmount,      // adds up over a window of time and is shared by what ran in it; kept for each part; settings are compared by it
  kLevel,       // read once from the worker of the whole model; kept; shown beside what is compared
  kDerived,     // follows from levels, so nobody keeps it; shown like them
  kPassing,     // read at one moment and kept by nobody
  kDisturbance  // counted while samples are taken: what disturbed them, which is said in a note
};

struct Metric {
  MetricId id;
  std::string_view name;  // dotted: "memory.peak"; in profiles, comparisons and on the wire
  std::string_view key;   // in what commands print as JSON and CSV, without the unit: "peak_memory"
  std::string_view unit;  // "s"; empty: a count
  MetricKind kind;
  MetricHint hint;
  std::string_view title;           // "Peak memory"
  std::string_view meaning;         // one sentence
  std::optional<MetricId> part_of;  // the metric that it is a part of: its title alone is that of the part
};

// Every metric, in the order of MetricId.
[[nodiscard]] std::span<const Metric> Metrics();
[[nodiscard]] const Metric& MetricOf(MetricId id);
[[nodiscard]] const Metric* FindMetric(std::string_view name);  // null: none has this name

// Whether settings are compared by it: it has a spread, or follows from what has.
[[nodiscard]] bool IsCompared(const Metric& metric);
// Whether a comparison shows it at all.
[[nodiscard]] bool IsShownOfSettings(const Metric& metric);

// The first part of the name, "latency" of "latency.median": what a metric that settings are compared by is called as a column.
[[nodiscard]] std::string_view FamilyOf(const Metric& metric);
// In a sentence: "peak memory", "memory of the library".
[[nodiscard]] std::string NounOf(const Metric& metric);
// In a list after what it is a part of: "Of it the library"; else its title.
[[nodiscard]] std::string ListedTitle(const Metric& metric);

}  // namespace dnntune::metric
