// SPDX-License-Identifier: Apache-2.0
#include "meter/rapl.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

namespace dnntune::meter {
namespace fs = std::filesystem;
namespace {

std::optional<std::int64_t> ReadNumber(const fs::path& path) {
  errno = 0;  // a file that opens but holds no number leaves it as it was
  std::ifstream file(path);
  std::int64_t value = 0;
  if (!(file >> value)) return std::nullopt;
  return value;
}

}  // namespace

Rapl::Rapl(const fs::path& root) {
  const fs::path base = root / "sys/class/powercap";
  for (int number = 0;; ++number) {
    const std::string name = "intel-rapl:" + std::to_string(number);
    std::error_code ignored;
    if (!fs::exists(base / name, ignored)) break;
    const fs::path counter = base / name / "energy_uj";
    if (!ReadNumber(counter)) {
      why_ = "cannot read package energy: " + name + "/energy_uj: " + std::strerror(errno == 0 ? EIO : errno) +
             "; run as root or see 'dnntune doctor'";
      packages_.clear();
      return;
    }
    packages_.push_back({counter, ReadNumber(base / name / "max_energy_range_uj").value_or(0)});
  }
  if (packages_.empty()) {
    why_ = "this machine has no RAPL energy counters (no intel-rapl in /sys/class/powercap); declare devices[].power in the config";
  }
}

void Rapl::Start() {
  for (Package& package : packages_) package.start_uj = ReadNumber(package.counter).value_or(-1);
}

metric::Readings Rapl::Stop() {
  metric::Readings readings;
  readings.Set(metric::MetricId::kEnergy, Energy());
  return readings;
}

// Since Start.
metric::Quantity<Joules> Rapl::Energy() const {
  if (packages_.empty()) return metric::Quantity<Joules>::Unavailable(why_);
  double joules = 0;
  for (const Package& package : packages_) {
    const auto now = ReadNumber(package.counter);
    if (!now || package.start_uj < 0) {
      return metric::Quantity<Joules>::Unavailable("the RAPL counter was not read at the start or cannot be read any more");
    }
    const bool is_round = *now < package.start_uj;
    if (is_round && package.range_uj < package.start_uj) {
      return metric::Quantity<Joules>::Unavailable("the RAPL counter went back, and max_energy_range_uj does not say by how much");
    }
    joules += static_cast<double>(*now - package.start_uj + (is_round ? package.range_uj : 0)) * 1e-6;
  }
  return metric::Quantity<Joules>::Of(Joules(joules), metric::Source::kMeasured);
}

}  // namespace dnntune::meter
