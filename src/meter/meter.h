// SPDX-License-Identifier: Apache-2.0
// Energy of a stretch of time, from whatever the machine has to measure it.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/units.h"
#include "metric/quantity.h"

namespace dnntune::meter {

// Not thread-safe. Whole-machine or whole-package energy: what else runs is in it.
class Meter {
 public:
  virtual ~Meter() = default;
  [[nodiscard]] virtual std::string Name() const = 0;
  // Nothing: ready. Else why it cannot measure here and what to do.
  [[nodiscard]] virtual std::string WhyUnavailable() const = 0;
  virtual void Start() = 0;
  // Energy since Start; unavailable with WhyUnavailable() or what broke since.
  [[nodiscard]] virtual metric::Quantity<Joules> Stop() = 0;
};

// A row of the table of meters.
struct MeterRow {
  std::string_view name;
  std::string_view meaning;
  std::unique_ptr<Meter> (*make)(const std::filesystem::path& root);
};
[[nodiscard]] std::span<const MeterRow> Meters();

// The first meter that is ready on the machine whose file system starts at `root`, else the first of all, which says why it is not.
[[nodiscard]] std::unique_ptr<Meter> BestMeter(const std::filesystem::path& root = "/");

// Resident memory of this process from /proc/self/status (proc(5)): now, and its high-water mark.
struct ResidentMemory {
  metric::Quantity<Bytes> now;
  metric::Quantity<Bytes> peak;
};
[[nodiscard]] ResidentMemory ReadResidentMemory(const std::filesystem::path& root = "/");

// E = T * (P_active - P_idle) (DNNTune, TACO 2019). Unavailable where a power is, with its reason, or where active is below idle.
[[nodiscard]] metric::Quantity<Joules> EnergyOf(Seconds time, const metric::Quantity<Watts>& active,
                                                const metric::Quantity<Watts>& idle);

}  // namespace dnntune::meter
