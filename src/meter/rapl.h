// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "meter/meter.h"

namespace dnntune::meter {

// Intel and AMD package energy through the kernel's powercap files (Documentation/power/powercap/powercap.rst): the sum of all
// packages. Counters wrap at max_energy_range_uj, once at most between Start and Stop.
class Rapl final : public Meter {
 public:
  explicit Rapl(const std::filesystem::path& root);
  [[nodiscard]] std::string WhyUnavailable() const override { return why_; }
  void Start() override;
  [[nodiscard]] metric::Readings Stop() override;

 private:
  [[nodiscard]] metric::Quantity<Joules> Energy() const;

  struct Package {
    std::filesystem::path counter;  // energy_uj
    std::int64_t range_uj = 0;
    std::int64_t start_uj = -1;  // not started, or could not be read then
  };
  std::vector<Package> packages_;
  std::string why_;
};

}  // namespace dnntune::meter
