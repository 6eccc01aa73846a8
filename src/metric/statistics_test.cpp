// SPDX-License-Identifier: Apache-2.0
#include "metric/statistics.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace dnntune::metric {
namespace {

std::vector<double> OneTo(int n) {
  std::vector<double> values(static_cast<std::size_t>(n));
  std::iota(values.begin(), values.end(), 1.0);
  return values;
}

TEST(Median, IsTheMiddleWhateverTheOrder) {
  EXPECT_EQ(Median(std::vector<double>{5, 1, 3}), 3);
  EXPECT_EQ(Median(std::vector<double>{4, 1, 3, 2}), 2.5);
}

TEST(MedianInterval, NeedsSixSamples) {
  EXPECT_FALSE(MedianInterval(OneTo(5)));
  EXPECT_EQ(MedianInterval(OneTo(6)), (Interval<double>{1, 6}));
}

// Ranks 9 and 22 of 30: the textbook's table of confidence intervals for a median, 95 %.
TEST(MedianInterval, MatchesTheTextbookForThirty) {
  EXPECT_EQ(MedianInterval(OneTo(30)), (Interval<double>{10, 21}));
}

TEST(MedianInterval, CoversTheTrueMedianAboutAsOftenAsItSays) {
  std::mt19937_64 random(7);
  std::exponential_distribution<double> draw(1);
  int covered = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<double> samples(25);
    for (double& sample : samples) sample = draw(random);
    const auto interval = MedianInterval(samples).value();
    const double median = 0.6931471805599453;
    covered += interval.low <= median && median <= interval.high ? 1 : 0;
  }
  EXPECT_GE(covered, 1880);  // 94 %
}

TEST(Outliers, MarksTheOneFarOff) {
  EXPECT_EQ(Outliers(std::vector<double>{1, 1.1, 0.9, 1.05, 0.95, 9}), std::vector<std::uint32_t>{5});
  EXPECT_TRUE(Outliers(std::vector<double>{1, 1, 1, 9}).empty());
}

TEST(IsStationary, SeesATrend) {
  EXPECT_FALSE(IsStationary(OneTo(20)));
  EXPECT_TRUE(IsStationary(std::vector<double>{1, 2, 1, 2, 1, 2, 1, 2, 1, 2}));
}

TEST(IsStationary, TakesATrendTooSmallToMatter) {
  std::vector<double> samples;
  for (int i = 0; i < 32; ++i) samples.push_back(10 - 0.0001 * i);
  EXPECT_TRUE(IsStationary(samples));
}

TEST(Outliers, AreFoundWhereMostSamplesAreEqual) {
  std::vector<double> samples(20, 5.0);
  EXPECT_TRUE(Outliers(samples).empty());
  samples[3] = 6;
  EXPECT_EQ(Outliers(samples), std::vector<std::uint32_t>{3});
}

}  // namespace
}  // namespace dnntune::metric
