// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "meter/meter.h"

namespace dnntune::meter {

// Periods of the CPU quota in which it was spent and the control group had to wait (cpu.stat, nr_periods and nr_throttled;
// Documentation/scheduler/sched-bwc.rst). Of nested groups with quotas the one that waited most.
class Throttling final : public Meter {
 public:
  explicit Throttling(const std::filesystem::path& root);
  [[nodiscard]] std::string WhyUnavailable() const override { return why_; }
  void Start() override;
  [[nodiscard]] metric::Readings Stop() override;

 private:
  struct Counts {
    std::int64_t periods = 0;
    std::int64_t throttled = 0;
  };
  struct Group {
    std::filesystem::path file;  // cpu.stat
    std::optional<Counts> start{};
  };
  [[nodiscard]] static std::optional<Counts> Read(const std::filesystem::path& file);
  [[nodiscard]] metric::Quantity<double> Missing() const;

  std::vector<Group> groups_;
  std::string why_;
};

}  // namespace dnntune::meter
