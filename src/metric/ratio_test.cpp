// SPDX-License-Identifier: Apache-2.0
#include "metric/ratio.h"

#include <gtest/gtest.h>

#include <functional>

namespace dnntune::metric {
namespace {

constexpr int kTrials = 400;
constexpr std::size_t kResamples = 400;

using Draw = std::function<std::vector<double>(std::mt19937_64&)>;

// How often the 95 % interval of the ratio of two such series holds `ratio`.
double Coverage(const Draw& first, const Draw& second, double ratio) {
  std::mt19937_64 random(11);
  int covered = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    const auto medians = BlockBootstrapMedians(first(random), kResamples, random);
    const auto reference = BlockBootstrapMedians(second(random), kResamples, random);
    const auto interval = RatioInterval(medians, reference, 0.95);
    if (interval.low <= ratio && ratio <= interval.high) ++covered;
  }
  return static_cast<double>(covered) / kTrials;
}

// Skewed, as latencies are: lognormal with the given median.
Draw Lognormal(double median, std::size_t count) {
  return [=](std::mt19937_64& random) {
    std::lognormal_distribution<double> draw(std::log(median), 0.1);
    std::vector<double> samples(count);
    for (double& sample : samples) sample = draw(random);
    return samples;
  };
}

// Every value drawn is seen four times in a row: 15 independent values look like 60.
Draw InBursts(double median) {
  return [=](std::mt19937_64& random) {
    std::vector<double> samples;
    for (const double value : Lognormal(median, 15)(random)) samples.insert(samples.end(), 4, value);
    return samples;
  };
}

TEST(RatioInterval, CoversTheTrueRatioAboutAsOftenAsItSays) {
  EXPECT_GT(Coverage(Lognormal(1, 60), Lognormal(1, 60), 1), 0.92);
  EXPECT_GT(Coverage(Lognormal(1.3, 60), Lognormal(1, 40), 1.3), 0.92);
}

TEST(RatioInterval, DoesNotCoverAnotherRatio) {
  EXPECT_LT(Coverage(Lognormal(1.3, 60), Lognormal(1, 60), 1), 0.01);
}

// One by one the bursts would count as 60 independent samples, with intervals half as wide as they must be.
TEST(RatioInterval, IsWiderWhereNeighboursResembleEachOther) {
  EXPECT_GT(Coverage(InBursts(1), InBursts(1), 1), 0.85);
}

TEST(RatioInterval, WidensWithItsConfidence) {
  std::mt19937_64 random(3);
  const auto medians = BlockBootstrapMedians(Lognormal(1, 50)(random), kResamples, random);
  const auto reference = BlockBootstrapMedians(Lognormal(1, 50)(random), kResamples, random);
  const auto narrow = RatioInterval(medians, reference, 0.8);
  const auto wide = RatioInterval(medians, reference, 0.99);
  EXPECT_LT(wide.low, narrow.low);
  EXPECT_GT(wide.high, narrow.high);
}

TEST(BlockBootstrapMedians, AreTheValueWhereThereIsOneOnly) {
  std::mt19937_64 random(1);
  EXPECT_EQ(BlockBootstrapMedians(std::vector<double>(7, 2.5), 3, random), (std::vector<double>{2.5, 2.5, 2.5}));
  EXPECT_EQ(BlockBootstrapMedians(std::vector<double>{4}, 2, random), (std::vector<double>{4, 4}));
}

TEST(ConfidenceOfEach, GrowsWithTheNumberOfPairs) {
  EXPECT_DOUBLE_EQ(ConfidenceOfEach(0.95, 1), 0.95);
  EXPECT_DOUBLE_EQ(ConfidenceOfEach(0.95, 2), 0.95);
  EXPECT_DOUBLE_EQ(ConfidenceOfEach(0.95, 5), 0.995);
}

}  // namespace
}  // namespace dnntune::metric
