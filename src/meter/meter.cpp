// SPDX-License-Identifier: Apache-2.0
#include "meter/meter.h"

#include "meter/rapl.h"
#include "meter/resident_memory.h"
#include "meter/throttling.h"

namespace dnntune::meter {
namespace {

template <typename T>
std::unique_ptr<Meter> Make(const std::filesystem::path& root) {
  return std::make_unique<T>(root);
}

constexpr metric::MetricId kEnergy[] = {metric::MetricId::kEnergy};
constexpr metric::MetricId kPeriods[] = {metric::MetricId::kQuotaPeriods, metric::MetricId::kThrottledPeriods};
constexpr metric::MetricId kMemory[] = {metric::MetricId::kResidentMemory, metric::MetricId::kPeakMemory};

constexpr MeterRow kMeters[] = {
    // Counters move on about every millisecond (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 3, RAPL).
    {"rapl", "energy of the processor package, by the processor's own counters", kEnergy, Scope::kDevice,
     std::chrono::milliseconds(1), &Make<Rapl>},
    {"resident", "resident memory of the worker, now and at its highest, by the kernel", kMemory, Scope::kWorker, std::nullopt,
     &Make<ResidentMemory>},
    {"cgroup", "periods in which a CPU quota was spent and the worker had to wait, by the kernel", kPeriods, Scope::kGroup,
     std::nullopt, &Make<Throttling>},
};

}  // namespace

const char* ScopeName(Scope scope) {
  switch (scope) {
    case Scope::kWorker:
      return "worker";
    case Scope::kGroup:
      return "control group";
    case Scope::kDevice:
      return "device";
  }
  return "unknown";
}

std::span<const MeterRow> Meters() {
  return kMeters;
}

}  // namespace dnntune::meter
