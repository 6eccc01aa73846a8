// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "base/clock.h"
#include "base/units.h"

namespace dnntune::campaign {

// Shares what is left of a budget of wall-clock time out among groups of things to measure. A group's weight is its share; starting
// and warming up take time besides, so less is granted than there is, as the groups before have shown.
class TimeBudget {
 public:
  // `weight`: of all groups together. The clock must outlive it.
  TimeBudget(Seconds budget, double weight, const Clock& clock)
      : clock_(clock), budget_(budget), begun_(clock.Now()), weight_(weight) {}

  [[nodiscard]] Seconds Left() const { return budget_ - Seconds(clock_.Now() - begun_); }
  // Measuring time for each of the `count` members of the next group.
  [[nodiscard]] Seconds Take(double weight, std::size_t count);

 private:
  const Clock& clock_;
  Seconds budget_;
  Nanoseconds begun_;
  Seconds granted_{0};
  double weight_;  // of the groups that are left
};

}  // namespace dnntune::campaign
