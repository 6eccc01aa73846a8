// SPDX-License-Identifier: Apache-2.0
#include "meter/meter.h"

#include <fstream>
#include <sstream>

#include "meter/rapl.h"

namespace dnntune::meter {
namespace fs = std::filesystem;
namespace {

std::unique_ptr<Meter> MakeRapl(const fs::path& root) {
  return std::make_unique<Rapl>(root);
}

constexpr MeterRow kMeters[] = {
    {"rapl", "energy of the processor package, by the processor's own counters", &MakeRapl},
};

metric::Quantity<Bytes> StatusField(const fs::path& root, const std::string& key) {
  std::ifstream file(root / "proc/self/status");
  for (std::string line; std::getline(file, line);) {
    double kibibytes = 0;
    if (line.rfind(key, 0) == 0 && (std::istringstream(line.substr(key.size())) >> kibibytes)) {
      return metric::Quantity<Bytes>::Of(Bytes(kibibytes * 1024), metric::Source::kMeasured);
    }
  }
  return metric::Quantity<Bytes>::Unavailable("/proc/self/status has no " + key.substr(0, key.size() - 1));
}

}  // namespace

std::span<const MeterRow> Meters() {
  return kMeters;
}

std::unique_ptr<Meter> BestMeter(const fs::path& root) {
  std::unique_ptr<Meter> first;
  for (const MeterRow& row : kMeters) {
    auto meter = row.make(root);
    if (meter->WhyUnavailable().empty()) return meter;
    if (!first) first = std::move(meter);
  }
  return first;
}

ResidentMemory ReadResidentMemory(const fs::path& root) {
  return {StatusField(root, "VmRSS:"), StatusField(root, "VmHWM:")};
}

metric::Quantity<Joules> EnergyOf(Seconds time, const metric::Quantity<Watts>& active, const metric::Quantity<Watts>& idle) {
  using Energy = metric::Quantity<Joules>;
  if (!active.IsAvailable()) return Energy::Unavailable(active.reason());
  if (!idle.IsAvailable()) return Energy::Unavailable(idle.reason());
  if (active.value() < idle.value())
    return Energy::Unavailable("the active power is below the idle power; correct devices[].power");
  return Energy::Of((active.value() - idle.value()) * time, metric::Source::kModelled);
}

}  // namespace dnntune::meter
