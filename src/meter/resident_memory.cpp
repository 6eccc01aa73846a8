// SPDX-License-Identifier: Apache-2.0
#include "meter/resident_memory.h"

#include <fstream>
#include <sstream>

namespace dnntune::meter {
namespace {

constexpr const char* kNow = "VmRSS:";
constexpr const char* kPeak = "VmHWM:";

metric::Quantity<Bytes> StatusField(const std::filesystem::path& root, const std::string& key) {
  std::ifstream file(root / "proc/self/status");
  for (std::string line; std::getline(file, line);) {
    double kibibytes = 0;
    if (line.rfind(key, 0) == 0 && (std::istringstream(line.substr(key.size())) >> kibibytes)) {
      return metric::Quantity<Bytes>::Of(Bytes(kibibytes * 1024), metric::Source::kMeasured);
    }
  }
  return metric::Quantity<Bytes>::Unavailable("/proc/self/status has no " + key.substr(0, key.size() - 1) +
                                              "; mount /proc to learn how much memory is used");
}

}  // namespace

std::string ResidentMemory::WhyUnavailable() const {
  for (const char* key : {kNow, kPeak}) {
    if (const auto field = StatusField(root_, key); !field.IsAvailable()) return field.reason();
  }
  return "";
}

metric::Readings ResidentMemory::Read() const {
  metric::Readings readings;
  readings.Set(metric::MetricId::kResidentMemory, StatusField(root_, kNow));
  readings.Set(metric::MetricId::kPeakMemory, StatusField(root_, kPeak));
  return readings;
}

}  // namespace dnntune::meter
