// SPDX-License-Identifier: Apache-2.0
#include "campaign/time_budget.h"

#include <algorithm>

namespace dnntune::campaign {
namespace {

constexpr double kFirstSlowness = 1.5;
constexpr Seconds kLeast{0.2};  // of measuring, for a member

}  // namespace

Seconds TimeBudget::Take(double weight, std::size_t count) {
  const double share = weight / weight_;
  weight_ -= weight;
  const double slowness = granted_.count() > 0 ? std::max(1.0, Seconds(clock_.Now() - begun_) / granted_) : kFirstSlowness;
  const double members = static_cast<double>(count);
  const Seconds each = std::max(Left() * share / slowness / members, kLeast);
  granted_ += each * members;
  return each;
}

}  // namespace dnntune::campaign
