// SPDX-License-Identifier: Apache-2.0
// The one table of what can be known of a model or of a part of it. Whoever prints, exports or documents a metric takes its name,
// unit and meaning from here.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace dnntune::metric {

enum class MetricId : std::uint8_t {
  kLatencyMedian,
  kLatencyLow,
  kLatencyHigh,
  kLatencyMin,
  kLatencyP90,
  kLatencyP99,
  kLatencySamples,
  kLatencyMarked,
  kThroughput,
  kEnergy,
  kPowerIdle,
  kPowerActive,
  kPeakMemory,
  kLibraryMemory,
  kModelMemory,
  kLoadTime,
  kMacs,
  kParameters,
  kParameterBytes,
  kActivationBytes,
};

// Where a metric comes from.
enum class MetricKind : std::uint8_t {
  kSampled,  // a statistic of repeated samples
  kReading,  // read once
  kStatic    // known from the model without running it
};

// How a value is to be printed. Values are in the unit given, printers scale.
enum class MetricHint : std::uint8_t { kCount, kSeconds, kJoules, kWatts, kBytes, kRate, kMacs };

struct Metric {
  MetricId id;
  std::string_view name;  // dotted: "latency.median"
  std::string_view unit;  // "s"; empty: a count
  MetricKind kind;
  MetricHint hint;
  std::string_view title;    // "Median latency"
  std::string_view meaning;  // one sentence
};

// Every metric, in the order of MetricId.
[[nodiscard]] std::span<const Metric> Metrics();
[[nodiscard]] const Metric& MetricOf(MetricId id);

}  // namespace dnntune::metric
