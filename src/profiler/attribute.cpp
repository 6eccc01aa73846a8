// SPDX-License-Identifier: Apache-2.0
#include "profiler/attribute.h"

#include <algorithm>

namespace dnntune::profiler {
namespace {

using metric::Reading;
using Value = metric::Quantity<double>;

Nanoseconds TimeOf(const std::vector<Nanoseconds>& samples) {
  Nanoseconds sum{0};
  for (const Nanoseconds sample : samples) sum += sample;
  return sum;
}

Value Measured(double value) {
  return Value::Of(value, metric::Source::kMeasured);
}

Reading Together(const Reading& sum, const Reading& share) {
  return {sum.id, Measured(sum.quantity.value() + share.quantity.value()),
          metric::Window{std::min(sum.window->begin, share.window->begin), std::max(sum.window->end, share.window->end)}};
}

}  // namespace

metric::Readings ShareOf(const engine::BatchResult& batch, std::size_t index) {
  metric::Readings shares;
  Nanoseconds all{0};
  for (const auto& samples : batch.samples) all += TimeOf(samples);
  for (const Reading& reading : batch.readings) {
    if (metric::MetricOf(reading.id).kind != metric::MetricKind::kAmount) continue;
    if (!reading.quantity.IsAvailable()) {
      shares.Set(reading);
    } else if (reading.window && all.count() > 0) {
      const double share = Seconds(TimeOf(batch.samples[index])) / Seconds(all);
      shares.Set({reading.id, Measured(reading.quantity.value() * share), reading.window});
    }
  }
  return shares;
}

void Shares::Add(const metric::Readings& share, std::size_t runs) {
  for (const Reading& reading : share) {
    auto sum = std::ranges::find(sums_, reading.id, [](const Sum& one) { return one.total.id; });
    if (sum == sums_.end()) sum = sums_.insert(sum, Sum{reading, 0});
    if (reading.quantity.IsAvailable()) {
      sum->total = sum->runs == 0 ? reading : Together(sum->total, reading);
      sum->runs += runs;
    } else if (sum->runs == 0) {
      sum->total = reading;
    }
  }
}

metric::Readings Shares::PerRun() const {
  metric::Readings readings;
  for (const Sum& sum : sums_) {
    const Reading& total = sum.total;
    readings.Set(sum.runs == 0 ? total
                               : Reading{total.id, Measured(total.quantity.value() / static_cast<double>(sum.runs)), total.window});
  }
  return readings;
}

}  // namespace dnntune::profiler
