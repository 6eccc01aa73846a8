// SPDX-License-Identifier: Apache-2.0
#include "profiler/energy.h"

#include <fmt/format.h>

#include "metric/statistics.h"

namespace dnntune::profiler {
namespace {

using Energy = metric::Quantity<Joules>;

bool IsMetered(const Part& part, const Plan& plan) {
  return part.metered_runs > 0 && plan.device.slowdown <= 1;
}

Energy Metered(const Part& part, const Plan& plan) {
  Joules each = Joules(part.metered_joules) / static_cast<double>(part.metered_runs);
  if (plan.power.idle.IsAvailable()) each -= plan.power.idle.value() * Seconds(metric::Median(part.samples));
  if (each < Joules(0)) {
    return Energy::Unavailable("the meter counted less than the declared idle power; check power.idle");
  }
  return Energy::Of(each, metric::Source::kMeasured);
}

Energy Declared(const Part& part, const record::Power& power) {
  const Watts above_idle = power.active.value() - power.idle.value();
  std::optional<metric::Interval<Joules>> interval;
  if (const auto bounds = metric::MedianInterval(part.samples)) {
    interval = metric::Interval<Joules>{above_idle * Seconds(bounds->low), above_idle * Seconds(bounds->high)};
  }
  return Energy::Of(above_idle * Seconds(metric::Median(part.samples)), metric::Source::kModelled, interval);
}

}  // namespace

Energy EnergyOf(const Part& part, const Plan& plan) {
  if (!plan.profiling.energy) return Energy::Unavailable("energy profiling is off; set processing.energy_profiling");
  if (part.samples.empty()) return Energy::Unavailable("no latency was measured");
  if (IsMetered(part, plan)) return Metered(part, plan);
  if (plan.power.active.IsAvailable() && plan.power.idle.IsAvailable()) return Declared(part, plan.power);
  std::string reason = plan.power.active.IsAvailable() ? plan.power.idle.reason() : plan.power.active.reason();
  if (!part.meter_reason.empty()) reason += fmt::format(" (meter: {})", part.meter_reason);
  return Energy::Unavailable(std::move(reason));
}

std::string EnergyMethod(const Part& part, const Plan& plan) {
  if (!EnergyOf(part, plan).IsAvailable()) return {};
  if (!IsMetered(part, plan)) return "declared power: E = T * (P_active - P_idle)";
  const bool shared = plan.profiling.layers && plan.profiling.order != "back-to-back";
  return fmt::format("metered by the machine (RAPL){}{}",
                     plan.power.idle.IsAvailable() ? ", declared idle power taken off" : ", idle power included",
                     shared ? "; layers share a round's energy by their time" : "");
}

}  // namespace dnntune::profiler
