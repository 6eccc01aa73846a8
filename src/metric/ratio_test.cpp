// SPDX-License-Identifier: Apache-2.0
#include "metric/ratio.h"

#include <gtest/gtest.h>

#include <functional>

namespace dnntune::metric {
namespace {

constexpr int kTrials = 400;
constexpr std::size_t kResamples = 400;

using Draw = std::function<std::vector<double>(std::mt19937_64&)>;

using Batches = std::vector<std::uint32_t>;

// How often the 95 % interval of the ratio of two such series holds `ratio`.
double Coverage(const Draw& first, const Draw& second, double ratio, const Batches& batches = {}) {
  std::mt19937_64 random(11);
  int covered = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    const auto medians = BlockBootstrapMedians(first(random), batches, kResamples, random);
    const auto reference = BlockBootstrapMedians(second(random), batches, kResamples, random);
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

// Twenty batches of twenty, each shifted as a whole by what else the machine did meanwhile.
std::vector<double> Shifted(std::mt19937_64& random) {
  std::lognormal_distribution<double> shift(0, 0.15);
  std::vector<double> samples;
  for (int batch = 0; batch < 20; ++batch) {
    const double median = shift(random);
    for (const double sample : Lognormal(median, 20)(random)) samples.push_back(sample);
  }
  return samples;
}

TEST(RatioInterval, CoversWhereBatchesDifferAsWholes) {
  Batches batches;
  for (std::uint32_t batch = 0; batch < 20; ++batch) batches.push_back(20 * batch);
  EXPECT_GT(Coverage(Shifted, Shifted, 1, batches), 0.88);
  EXPECT_LT(Coverage(Shifted, Shifted, 1), 0.85) << "the batches make no difference, so this test shows nothing";
}

TEST(BlockBootstrapMedians, TakeBatchesAsWholes) {
  std::mt19937_64 random(1);
  // One batch of three 1s and one of three 5s: a resample is of one, the other or both.
  for (const double median : BlockBootstrapMedians(std::vector<double>{1, 1, 1, 5, 5, 5}, Batches{0, 3}, 50, random)) {
    EXPECT_TRUE(median == 1 || median == 3 || median == 5) << median;
  }
}

TEST(RatioInterval, WidensWithItsConfidence) {
  std::mt19937_64 random(3);
  const auto medians = BlockBootstrapMedians(Lognormal(1, 50)(random), {}, kResamples, random);
  const auto reference = BlockBootstrapMedians(Lognormal(1, 50)(random), {}, kResamples, random);
  const auto narrow = RatioInterval(medians, reference, 0.8);
  const auto wide = RatioInterval(medians, reference, 0.99);
  EXPECT_LT(wide.low, narrow.low);
  EXPECT_GT(wide.high, narrow.high);
}

TEST(BlockBootstrapMedians, AreTheValueWhereThereIsOneOnly) {
  std::mt19937_64 random(1);
  EXPECT_EQ(BlockBootstrapMedians(std::vector<double>(7, 2.5), {}, 3, random), (std::vector<double>{2.5, 2.5, 2.5}));
  EXPECT_EQ(BlockBootstrapMedians(std::vector<double>{4}, {}, 2, random), (std::vector<double>{4, 4}));
}

TEST(ConfidenceOfEach, GrowsWithTheNumberOfPairs) {
  EXPECT_DOUBLE_EQ(ConfidenceOfEach(0.95, 1), 0.95);
  EXPECT_DOUBLE_EQ(ConfidenceOfEach(0.95, 2), 0.95);
  EXPECT_DOUBLE_EQ(ConfidenceOfEach(0.95, 5), 0.995);
}

}  // namespace
}  // namespace dnntune::metric
