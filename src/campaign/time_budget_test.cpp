// SPDX-License-Identifier: Apache-2.0
#include "campaign/time_budget.h"

#include <gtest/gtest.h>

namespace dnntune::campaign {
namespace {

TEST(TimeBudget, IsSharedOutByWeightAndKeepsTimeForStarting) {
  FakeClock clock;
  TimeBudget budget(Seconds(60), 4, clock);
  // A quarter of the weight, and two thirds of the time for measuring until the first group has shown how much it takes.
  EXPECT_DOUBLE_EQ(budget.Take(1, 2).count(), 5);
}

TEST(TimeBudget, GrantsLessWhereGroupsTookLonger) {
  FakeClock clock;
  TimeBudget budget(Seconds(60), 4, clock);
  const Seconds each = budget.Take(1, 1);
  clock.Advance(std::chrono::duration_cast<Nanoseconds>(each * 3));  // three times what was granted
  EXPECT_NEAR(budget.Take(1, 1).count(), budget.Left().count() / 3 / 3, 1e-6);
}

TEST(TimeBudget, GrantsAllThatIsLeftToTheLast) {
  FakeClock clock;
  TimeBudget budget(Seconds(60), 2, clock);
  const Seconds first = budget.Take(1, 1);
  clock.Advance(std::chrono::duration_cast<Nanoseconds>(first));  // as quick as could be
  EXPECT_NEAR(budget.Take(1, 1).count(), budget.Left().count(), 1e-6);
}

TEST(TimeBudget, GrantsALittleEvenWhereItIsSpent) {
  FakeClock clock;
  TimeBudget budget(Seconds(1), 1, clock);
  clock.Advance(std::chrono::seconds(5));
  EXPECT_LT(budget.Left(), Seconds(0));
  EXPECT_DOUBLE_EQ(budget.Take(1, 3).count(), 0.2);
}

}  // namespace
}  // namespace dnntune::campaign
