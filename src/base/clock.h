// SPDX-License-Identifier: Apache-2.0
// Time as a dependency, so that what measures can be tested with exact times.
#pragma once

#include <chrono>
#include <string>

#include "base/units.h"

namespace dnntune {

// A monotonic clock. Not thread-safe unless an implementation says so.
class Clock {
 public:
  virtual ~Clock() = default;
  // Time since an arbitrary but fixed start.
  [[nodiscard]] virtual Nanoseconds Now() const = 0;
};

// std::chrono::steady_clock. Thread-safe.
class SteadyClock final : public Clock {
 public:
  [[nodiscard]] Nanoseconds Now() const override { return std::chrono::steady_clock::now().time_since_epoch(); }
};

// Stands still until told to move. For tests and for engines that answer from records.
class FakeClock final : public Clock {
 public:
  [[nodiscard]] Nanoseconds Now() const override { return now_; }
  void Advance(Nanoseconds by) { now_ += by; }

 private:
  Nanoseconds now_{0};
};

// The time of day as ISO 8601 in UTC: "2026-11-24T12:00:00Z".
[[nodiscard]] std::string NowInUtc();

}  // namespace dnntune
