// SPDX-License-Identifier: Apache-2.0
// What a machine has to measure a stretch of time with, beside a clock.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/units.h"
#include "metric/readings.h"

namespace dnntune::meter {

// Not thread-safe.
class Meter {
 public:
  virtual ~Meter() = default;
  // Nothing: ready. Else why it cannot measure here and what to do.
  [[nodiscard]] virtual std::string WhyUnavailable() const = 0;
  virtual void Start() = 0;
  // A reading of each metric of its row: of the time since Start, or of now. Unavailable with WhyUnavailable() or what broke since.
  [[nodiscard]] virtual metric::Readings Stop() = 0;
};

// Whose doings a meter measures, and so where it runs and what else is in its readings.
enum class Scope : std::uint8_t {
  kWorker,  // the process of one worker: read in it
  kGroup,   // its control group: read by the worker, and what else runs in the group is in it
  kDevice   // the whole machine or a chip of it: read by the worker, and what else runs there is in it
};
[[nodiscard]] const char* ScopeName(Scope scope);  // "worker", ...

// A row of the table of meters.
struct MeterRow {
  std::string_view name;
  std::string_view meaning;
  std::span<const metric::MetricId>
      metrics;  // that it yields; what a batch is measured by where several meters yield one: the first
  Scope scope;
  std::optional<Nanoseconds> period;  // how often its counters move on; none: they are up to date whenever they are read
  std::unique_ptr<Meter> (*make)(const std::filesystem::path& root);
};
[[nodiscard]] std::span<const MeterRow> Meters();

}  // namespace dnntune::meter
