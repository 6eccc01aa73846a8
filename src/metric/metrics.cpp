// SPDX-License-Identifier: Apache-2.0
#include "metric/metrics.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>

namespace dnntune::metric {
namespace {

using Id = MetricId;
using Kind = MetricKind;
using Hint = MetricHint;

constexpr std::array kMetrics = {
    Metric{Id::kLatency,
           "latency.median",
           "median",
           "s",
           Kind::kSampled,
           Hint::kSeconds,
           "Median",
           "Time of one inference; half of the samples are above it.",
           {}},
    Metric{Id::kLatencyLeast,
           "latency.least",
           "least",
           "s",
           Kind::kStatistic,
           Hint::kSeconds,
           "Least",
           "The fastest inference seen.",
           {}},
    Metric{Id::kLatencyP90,
           "latency.p90",
           "p90",
           "s",
           Kind::kStatistic,
           Hint::kSeconds,
           "90th percentile",
           "Nine of ten inferences take at most this long.",
           {}},
    Metric{Id::kLatencyP99,
           "latency.p99",
           "p99",
           "s",
           Kind::kStatistic,
           Hint::kSeconds,
           "99th percentile",
           "99 of a hundred inferences take at most this long.",
           {}},
    Metric{Id::kLatencySamples,
           "latency.samples",
           "samples",
           "",
           Kind::kStatistic,
           Hint::kCount,
           "Samples",
           "Inferences timed after warm-up.",
           {}},
    Metric{Id::kEnergy,
           "energy",
           "energy",
           "J",
           Kind::kAmount,
           Hint::kJoules,
           "Energy",
           "Energy of one inference; above that of idling where the idle power is known.",
           {}},
    Metric{Id::kLoadTime,
           "load.time",
           "load_time",
           "s",
           Kind::kPassing,
           Hint::kSeconds,
           "Loading",
           "Time to read the model and to make it ready to run.",
           {}},
    Metric{Id::kResidentMemory,
           "memory.resident",
           "resident_memory",
           "B",
           Kind::kPassing,
           Hint::kBytes,
           "Resident memory",
           "Resident set of the worker when it was read.",
           {}},
    Metric{Id::kPeakMemory,
           "memory.peak",
           "peak_memory",
           "B",
           Kind::kLevel,
           Hint::kBytes,
           "Peak memory",
           "High-water mark of the worker's resident set; in a profile after at least two runs of the whole model.",
           {}},
    Metric{Id::kLibraryMemory, "memory.library", "library_memory", "B", Kind::kLevel, Hint::kBytes, "Library",
           "Resident set of the same worker before it opened the model: itself and the engine's library.", Id::kPeakMemory},
    Metric{Id::kModelMemory, "memory.model", "model_memory", "B", Kind::kDerived, Hint::kBytes, "Model",
           "What the model added to that at the peak: the peak less the library's.", Id::kPeakMemory},
    Metric{Id::kQuotaPeriods,
           "throttling.periods",
           "quota_periods",
           "",
           Kind::kDisturbance,
           Hint::kCount,
           "Periods of the CPU quota",
           "Periods of the control group's CPU quota that ended while samples were taken.",
           {}},
    Metric{Id::kThrottledPeriods,
           "throttling.held",
           "throttled_periods",
           "",
           Kind::kDisturbance,
           Hint::kCount,
           "Throttled periods",
           "Those of them in which the quota was spent, and the worker had to wait for the next.",
           {}},
};

constexpr bool IsInOrder() {
  for (std::size_t i = 0; i < kMetrics.size(); ++i) {
    if (static_cast<std::size_t>(kMetrics[i].id) != i) return false;
  }
  return true;
}
static_assert(IsInOrder());

std::string InLowerCase(std::string_view title) {
  std::string text(title);
  text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
  return text;
}

}  // namespace

std::span<const Metric> Metrics() {
  return kMetrics;
}

const Metric& MetricOf(MetricId id) {
  return kMetrics[static_cast<std::size_t>(id)];
}

const Metric* FindMetric(std::string_view name) {
  const auto found = std::ranges::find(kMetrics, name, &Metric::name);
  return found == kMetrics.end() ? nullptr : &*found;
}

bool IsCompared(const Metric& metric) {
  return metric.kind == Kind::kSampled || metric.kind == Kind::kAmount;
}

bool IsShownOfSettings(const Metric& metric) {
  return IsCompared(metric) || metric.kind == Kind::kLevel || metric.kind == Kind::kDerived;
}

std::string_view FamilyOf(const Metric& metric) {
  return metric.name.substr(0, metric.name.find('.'));
}

std::string NounOf(const Metric& metric) {
  if (metric.part_of) return std::string(FamilyOf(metric)) + " of the " + InLowerCase(metric.title);
  return metric.kind == Kind::kSampled ? std::string(FamilyOf(metric)) : InLowerCase(metric.title);
}

std::string ListedTitle(const Metric& metric) {
  return metric.part_of ? "Of it the " + InLowerCase(metric.title) : std::string(metric.title);
}

}  // namespace dnntune::metric
