// SPDX-License-Identifier: Apache-2.0
#include "profiler/energy.h"

#include <fmt/format.h>

#include "metric/energy.h"
#include "metric/statistics.h"

namespace dnntune::profiler {
namespace {

using Energy = metric::Quantity<Joules>;
using metric::MetricId;

// Of one run by the meter, idling included; without a reason where nothing was asked of a meter.
Energy Metered(const Part& part) {
  const metric::Readings each = part.shares.PerRun();
  return each.Find(MetricId::kEnergy) == nullptr ? Energy::Unavailable("") : each.Get<Joules>(MetricId::kEnergy);
}

bool IsMetered(const Part& part, const Task& task) {
  return Metered(part).IsAvailable() && task.device.slowdown <= 1;
}

Energy WithoutIdle(Joules metered, Seconds median, const metric::Quantity<Watts>& idle) {
  if (idle.IsAvailable()) metered -= idle.value() * median;
  if (metered < Joules(0)) {
    return Energy::Unavailable("the meter counted less than the declared idle power; check power.idle");
  }
  return Energy::Of(metered, metric::Source::kMeasured);
}

Energy EnergyOf(const Part& part, const Task& task) {
  if (!task.profiling.energy) return Energy::Unavailable("energy profiling is off; set processing.energy_profiling");
  if (part.samples.empty()) return Energy::Unavailable("no latency was measured");
  const auto median = metric::MedianTime(part.samples, metric::Source::kMeasured);
  const Energy metered = Metered(part);
  if (IsMetered(part, task)) return WithoutIdle(metered.value(), median.value(), task.power.idle);
  const Energy declared = metric::EnergyAboveIdle(median, task.power.active, task.power.idle);
  if (declared.IsAvailable() || metered.IsAvailable() || metered.reason().empty()) return declared;
  return Energy::Unavailable(fmt::format("{} (meter: {})", declared.reason(), metered.reason()));
}

}  // namespace

metric::Readings ReadingsOf(const Part& part, const Task& task) {
  metric::Readings readings;
  if (task.device.slowdown <= 1) readings = part.shares.PerRun();
  readings.Set(MetricId::kEnergy, EnergyOf(part, task));
  return readings;
}

std::string EnergyMethod(const Part& part, const Task& task) {
  if (!EnergyOf(part, task).IsAvailable()) return {};
  if (!IsMetered(part, task)) return "declared power: E = T * (P_active - P_idle)";
  const bool shared = task.profiling.layers && task.profiling.order != "back-to-back";
  return fmt::format("metered by the machine (RAPL){}{}",
                     task.power.idle.IsAvailable() ? ", declared idle power taken off" : ", idle power included",
                     shared ? "; layers share a round's energy by their time" : "");
}

}  // namespace dnntune::profiler
