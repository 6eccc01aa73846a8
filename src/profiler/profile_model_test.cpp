// SPDX-License-Identifier: Apache-2.0
#include "profiler/profile_model.h"

#include <algorithm>

#include "profiler/made_profile_test.h"
#include "record/reconcile.h"

namespace dnntune::profiler {
namespace {

using metric::MetricId;
using ProfileModelTest = MadeProfile;

TEST_F(ProfileModelTest, MeasuresTheWholeAndEveryLayerInModelOrder) {
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ(LayerNames(*profile), (std::vector<std::string>{"A", "B", "C"}));
  EXPECT_EQ(profile->costs[1].cost.latency.stop, record::Stop::kPrecise);
  EXPECT_DOUBLE_EQ(profile->costs[1].cost.latency.samples.front().count(), 0.002);
  EXPECT_DOUBLE_EQ(profile->whole.value().latency.samples.front().count(), 0.006);
  EXPECT_TRUE(profile->readings.Get(MetricId::kPeakMemory).IsAvailable());
  ASSERT_EQ(profile->trace.size(), 1U);
  EXPECT_EQ(profile->trace[0].layer, "B");
  EXPECT_EQ(machine.workers, 1);
  EXPECT_EQ(sink.last.done, 3U);
}

TEST_F(ProfileModelTest, TellsTheModelsMemoryFromTheLibrarys) {
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ(profile->readings.Get<Bytes>(MetricId::kPeakMemory).value(), Bytes(3e6));
  EXPECT_EQ(profile->readings.Get<Bytes>(MetricId::kLibraryMemory).value(), Bytes(1e6));
  EXPECT_EQ(record::ReadingsOf(*profile).Get<Bytes>(MetricId::kModelMemory).value(), Bytes(2e6));
  EXPECT_EQ(profile->readings.size(), 2U);  // what is derived or passing is not kept
}

TEST_F(ProfileModelTest, TakesTheWholeInEnoughBatchesToSeeThemDiffer) {
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  const record::Latency& latency = profile->whole->latency;
  EXPECT_EQ(latency.stop, record::Stop::kPrecise);
  EXPECT_GT(latency.batches.size(), 10U);
  EXPECT_LT(latency.batches.back(), latency.samples.size());
}

TEST_F(ProfileModelTest, SamplesOnWhileOthersAreWaitedFor) {
  const std::size_t alone = Profile()->whole->latency.samples.size();
  sink.wanted = 3;
  const std::size_t together = Profile()->whole->latency.samples.size();
  EXPECT_GT(together, alone);
}

TEST_F(ProfileModelTest, SamplesOnWithinTheBudgetOnly) {
  profiling.budget = Seconds(1);
  profiling.max_samples = 1'000'000;
  sink.wanted = 1'000'000;
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  Seconds spent{0};
  for (const Seconds sample : profile->whole->latency.samples) spent += sample;
  EXPECT_LT(spent, Seconds(0.5));
}

TEST_F(ProfileModelTest, ReconcilesLayersWithTheWhole) {
  const auto reconciled = record::Reconcile(Profile().value());
  EXPECT_NEAR(reconciled.layers.value().count(), 0.006, 1e-12);
  EXPECT_NEAR(reconciled.residue.value().count(), 0, 1e-12);
}

TEST_F(ProfileModelTest, StopsAtTheBudgetAndSaysSo) {
  profiling.budget = Seconds(0.01);
  profiling.precision = 0.0001;
  machine.noise = 0.3;
  const auto profile = Profile();
  ASSERT_TRUE(profile);
  ASSERT_EQ(profile->costs.size(), 3U);
  for (const auto& cost : profile->costs) EXPECT_EQ(cost.cost.latency.stop, record::Stop::kBudget);
}

TEST_F(ProfileModelTest, StopsWhereTheNoiseIsStableButHigh) {
  profiling.precision = 0.0001;
  machine.noise = 0.3;
  const auto profile = Profile();
  ASSERT_TRUE(profile);
  ASSERT_EQ(profile->costs.size(), 3U);
  for (const auto& cost : profile->costs) EXPECT_EQ(cost.cost.latency.stop, record::Stop::kNoisy);
}

// Of a round's time, which only the warm-up tells: without it no time would be left however many samples are to come.
TEST_F(ProfileModelTest, BenchReportsTheTimeToGo) {
  profiling.precision = 0.0001;
  machine.noise = 0.3;
  ASSERT_TRUE(BenchModel(MakeTask(), sink));
  ASSERT_FALSE(sink.remaining.empty());
  const Seconds longest = *std::ranges::max_element(sink.remaining);
  EXPECT_GT(longest, Seconds(0));
  EXPECT_LE(longest, profiling.budget);
}

TEST_F(ProfileModelTest, BenchMeasuresTheWholeOnly) {
  const auto bench = BenchModel(MakeTask(), sink);
  ASSERT_TRUE(bench);
  EXPECT_TRUE(bench->profile.costs.empty());
  EXPECT_TRUE(bench->load_time.IsAvailable());
  EXPECT_EQ(bench->profile.whole.value().latency.stop, record::Stop::kPrecise);
}

}  // namespace
}  // namespace dnntune::profiler
