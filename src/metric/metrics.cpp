// SPDX-License-Identifier: Apache-2.0
#include "metric/metrics.h"

#include <array>
#include <cstddef>

namespace dnntune::metric {
namespace {

using Id = MetricId;
using Kind = MetricKind;
using Hint = MetricHint;

constexpr std::array kMetrics = {
    Metric{Id::kLatencyMedian, "latency.median", "s", Kind::kSampled, Hint::kSeconds, "Median latency",
           "Median time of one inference; half of the runs take longer."},
    Metric{Id::kLatencyLow, "latency.low", "s", Kind::kSampled, Hint::kSeconds, "Median, low",
           "Lower end of the 95 % confidence interval of the median."},
    Metric{Id::kLatencyHigh, "latency.high", "s", Kind::kSampled, Hint::kSeconds, "Median, high",
           "Upper end of the 95 % confidence interval of the median."},
    Metric{Id::kLatencyMin, "latency.min", "s", Kind::kSampled, Hint::kSeconds, "Fastest", "The fastest inference seen."},
    Metric{Id::kLatencyP90, "latency.p90", "s", Kind::kSampled, Hint::kSeconds, "90th percentile",
           "Nine of ten inferences take at most this long."},
    Metric{Id::kLatencyP99, "latency.p99", "s", Kind::kSampled, Hint::kSeconds, "99th percentile",
           "99 of a hundred inferences take at most this long."},
    Metric{Id::kLatencySamples, "latency.samples", "", Kind::kSampled, Hint::kCount, "Samples", "Inferences timed after warm-up."},
    Metric{Id::kLatencyMarked, "latency.marked", "", Kind::kSampled, Hint::kCount, "Marked samples",
           "Samples marked as outliers or as preempted; they are kept."},
    Metric{Id::kThroughput, "throughput", "1/s", Kind::kSampled, Hint::kRate, "Throughput",
           "Inferences per second, one after the other: one by the median latency."},
    Metric{Id::kEnergy, "energy", "J", Kind::kSampled, Hint::kJoules, "Energy", "Energy of one inference above that of idling."},
    Metric{Id::kPowerIdle, "power.idle", "W", Kind::kReading, Hint::kWatts, "Idle power", "Power of the device while it waits."},
    Metric{Id::kPowerActive, "power.active", "W", Kind::kReading, Hint::kWatts, "Active power",
           "Power of the device while it computes with this setting."},
    Metric{Id::kPeakMemory, "memory.peak", "B", Kind::kReading, Hint::kBytes, "Peak memory",
           "High-water mark of the worker's resident set after at least two inferences."},
    Metric{Id::kLibraryMemory, "memory.library", "B", Kind::kReading, Hint::kBytes, "Library's memory",
           "Resident set of the worker before it opens a model: itself and the engine's library."},
    Metric{Id::kModelMemory, "memory.model", "B", Kind::kReading, Hint::kBytes, "Model's memory",
           "Peak memory less the library's."},
    Metric{Id::kLoadTime, "load.time", "s", Kind::kReading, Hint::kSeconds, "Load time",
           "Time to read the model and to make it ready to run."},
    Metric{Id::kMacs, "macs", "", Kind::kStatic, Hint::kMacs, "MACs", "Multiply-accumulates of one inference; FLOPs = 2 x MACs."},
    Metric{Id::kParameters, "parameters", "", Kind::kStatic, Hint::kCount, "Parameters", "Weights, in elements."},
    Metric{Id::kParameterBytes, "parameters.bytes", "B", Kind::kStatic, Hint::kBytes, "Weight bytes", "Size of the weights."},
    Metric{Id::kActivationBytes, "activation.bytes", "B", Kind::kStatic, Hint::kBytes, "Output bytes",
           "Size of the tensors that a part hands on."},
};

constexpr bool IsInOrder() {
  for (std::size_t i = 0; i < kMetrics.size(); ++i) {
    if (static_cast<std::size_t>(kMetrics[i].id) != i) return false;
  }
  return true;
}
static_assert(IsInOrder());

}  // namespace

std::span<const Metric> Metrics() {
  return kMetrics;
}

const Metric& MetricOf(MetricId id) {
  return kMetrics[static_cast<std::size_t>(id)];
}

}  // namespace dnntune::metric
