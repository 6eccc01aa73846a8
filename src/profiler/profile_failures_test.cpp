// SPDX-License-Identifier: Apache-2.0
#include "profiler/made_profile_test.h"
#include "record/reconcile.h"

namespace dnntune::profiler {
namespace {

using ProfileFailures = MadeProfile;

TEST_F(ProfileFailures, RecordsALayerThatKillsItsWorkerAndGoesOn) {
  machine.dies_running = {"b"};
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  ASSERT_EQ(profile->costs.size(), 3U);
  EXPECT_EQ(profile->costs[1].cost.failure, "killed by signal 9");
  EXPECT_EQ(profile->costs[1].cost.latency.stop, record::Stop::kFailed);
  EXPECT_TRUE(profile->costs[1].cost.latency.samples.empty());
  EXPECT_EQ(profile->costs[2].cost.latency.stop, record::Stop::kPrecise);
  EXPECT_FALSE(record::Reconcile(*profile).residue.IsAvailable());
}

TEST_F(ProfileFailures, RecordsALayerThatKillsItsWorkerBackToBack) {
  profiling.order = "back-to-back";
  machine.dies_running = {"a"};
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ(profile->costs[0].cost.failure, "killed by signal 9");
  EXPECT_EQ(profile->costs[1].cost.latency.stop, record::Stop::kPrecise);
}

TEST_F(ProfileFailures, GoesOnWithoutALayerThatCannotBeOpened) {
  machine.cannot_open = {"a"};
  machine.dies_opening = {"c"};
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ(profile->costs[0].cost.failure, "no kernel for it");
  EXPECT_EQ(profile->costs[1].cost.latency.stop, record::Stop::kPrecise);
  EXPECT_EQ(profile->costs[2].cost.failure, "killed by signal 11");
}

TEST_F(ProfileFailures, GoesOnAfterTheWholeModelFailed) {
  machine.dies_running = {"whole"};
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ(profile->whole.value().failure, "killed by signal 9");
  EXPECT_EQ(profile->costs[2].cost.latency.stop, record::Stop::kPrecise);
}

TEST_F(ProfileFailures, TriesAgainWhenNoLayerIsToBlame) {
  machine.deaths_out_of_the_blue = 1;
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  ASSERT_EQ(profile->costs.size(), 3U);
  for (const auto& cost : profile->costs) {
    EXPECT_EQ(cost.cost.failure, "");
    EXPECT_FALSE(cost.cost.latency.samples.empty());
  }
}

TEST_F(ProfileFailures, GivesUpWhenWorkersKeepDying) {
  machine.deaths_out_of_the_blue = 1000;
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_NE(profile->costs[0].cost.failure.find("keeps dying"), std::string::npos);
}

TEST_F(ProfileFailures, KeepsWhatWasMeasuredWhenInterruptedAndResumes) {
  const auto uninterrupted = Profile();
  profiling.order = "back-to-back";
  sink.saved.clear();
  sink.interrupt_after = 2;
  const auto interrupted = Profile();
  ASSERT_FALSE(interrupted);
  EXPECT_EQ(interrupted.error().code, ErrorCode::kInterrupted);
  const record::Profile partial = sink.saved.back();
  EXPECT_EQ(partial.costs.size(), 2U);
  SetInterrupted(false);
  sink.interrupt_after = 0;
  machine.runs.clear();
  const auto resumed = Profile(&partial);
  ASSERT_TRUE(resumed) << resumed.error().message;
  EXPECT_EQ(machine.runs["a"], 0);
  EXPECT_GT(machine.runs["c"], 0);
  ASSERT_EQ(LayerNames(*resumed), LayerNames(*uninterrupted));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(resumed->costs[i].cost.latency.samples.front(), uninterrupted->costs[i].cost.latency.samples.front());
    EXPECT_EQ(resumed->costs[i].cost.latency.stop, uninterrupted->costs[i].cost.latency.stop);
  }
}

TEST_F(ProfileFailures, TellsThatAnExtentHasEndedHoweverItDid) {
  const std::vector<Extent> both{Extent::kWhole, Extent::kLayers};
  const auto profile = Profile();
  EXPECT_EQ(sink.ended, both) << "precise";
  sink.ended.clear();
  ASSERT_TRUE(Profile(&*profile));
  EXPECT_EQ(sink.ended, both) << "resumed";
  sink.ended.clear();
  machine.dies_running = {"whole"};
  ASSERT_TRUE(Profile());
  EXPECT_EQ(sink.ended, both) << "failed";
}

TEST_F(ProfileFailures, RefusesToResumeAnotherSetting) {
  record::Profile earlier = Profile().value();
  earlier.setting.threads = 4;
  const auto resumed = Profile(&earlier);
  ASSERT_FALSE(resumed);
  EXPECT_EQ(resumed.error().code, ErrorCode::kBadInput);
  EXPECT_NE(resumed.error().message.find("threads (4 then, the default now)"), std::string::npos) << resumed.error().message;
}

}  // namespace
}  // namespace dnntune::profiler
