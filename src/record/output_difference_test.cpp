// SPDX-License-Identifier: Apache-2.0
#include "record/output_difference.h"

#include <gtest/gtest.h>

#include <limits>

namespace dnntune::record {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

OutputDifference HeldTo(double relative, double largest, double value) {
  return {.largest = largest, .largest_value = value, .output = "y", .held_to = Tolerance{.relative = relative}};
}

TEST(OutputDifference, IsHeldAgainstTheLargestValue) {
  EXPECT_TRUE(IsWithin(HeldTo(1e-2, 0.5, 50)));
  EXPECT_FALSE(IsWithin(HeldTo(1e-2, 0.51, 50)));
  EXPECT_FALSE(IsWithin(HeldTo(1e-2, 0.5, 0))) << "expected were zeros only";
  EXPECT_FALSE(IsWithin(HeldTo(1e-2, kInfinity, 50)));
}

TEST(OutputDifference, IsNoneWhereItHasToBeEqual) {
  EXPECT_TRUE(IsWithin(HeldTo(0, 0, 50)));
  EXPECT_FALSE(IsWithin(HeldTo(0, 1e-9, 50)));
}

TEST(OutputDifference, IsHeldToASignalToNoiseBetweenDifferentNumbers) {
  OutputDifference difference{.largest = 9, .snr_db = 12, .held_to = Tolerance{.least_snr_db = 10}};
  EXPECT_TRUE(IsWithin(difference));
  difference.snr_db = 8;
  EXPECT_FALSE(IsWithin(difference));
}

TEST(OutputDifference, IsNotJudgedWhereItIsHeldToNothing) {
  EXPECT_TRUE(IsWithin({.largest = kInfinity, .snr_db = -kInfinity}));
}

TEST(Include, KeepsTheOutputThatIsFurthestOffAndTheLeastSignalToNoise) {
  std::optional<OutputDifference> all;
  OutputDifference one = HeldTo(1e-2, 0.5, 1000);
  one.snr_db = 20;
  Include(one, all);
  Include(HeldTo(1e-2, 0.25, 50), all);  // less, but more of what it is of
  EXPECT_EQ(all->largest, 0.25);
  EXPECT_EQ(all->snr_db, 20);
  OutputDifference index = HeldTo(0, 1, 1000);  // a whole number that is another
  index.output = "index";
  Include(index, all);
  EXPECT_EQ(all->output, "index");
  Include(HeldTo(1e-2, 0, 50), all);
  EXPECT_FALSE(IsWithin(*all));
}

TEST(OutputDifference, IsSaidWithItsShareOfTheLargestValue) {
  OutputDifference difference = HeldTo(0, 0.3, 2.5);
  difference.snr_db = -1.44;
  EXPECT_EQ(HowFar(difference), "output 'y' by 0.3, 12 % of the largest value, -1.4 dB");
  EXPECT_EQ(HowFar(HeldTo(0, 5, 2)), "output 'y' by 5, 2.5 times the largest value");
  EXPECT_EQ(HowFar(HeldTo(0, 0.3, 0)), "output 'y' by 0.3");
  EXPECT_EQ(HowFar(HeldTo(0, kInfinity, 1)), "output 'y' by no number, for one side has none or another shape");
}

TEST(Tolerance, IsSaidAsItIsStated) {
  EXPECT_EQ(Describe({.relative = 1e-4}), "within 1e-4 of the largest value");
  EXPECT_EQ(Describe({.relative = 5e-2}), "within 5e-2 of the largest value");
  EXPECT_EQ(Describe({}), "equal");
  EXPECT_EQ(Describe({.least_snr_db = 10}), "at least 10 dB");
}

}  // namespace
}  // namespace dnntune::record
