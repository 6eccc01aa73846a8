// SPDX-License-Identifier: Apache-2.0
#include "profiler/throttled.h"

#include "profiler/made_profile_test.h"

namespace dnntune::profiler {
namespace {

TEST_F(MadeProfile, SaysHowOftenACpuQuotaHeldTheWorkerBack) {
  machine.held_of_a_batch = 2;
  const record::Profile profile = Profile().value();
  ASSERT_EQ(profile.notes.size(), 1U);
  EXPECT_TRUE(profile.notes[0].starts_with("the CPU quota was spent in ")) << profile.notes[0];
  // The last of what was saved says so as well, should the run be broken off.
  EXPECT_EQ(sink.saved.back().notes, profile.notes);
}

TEST_F(MadeProfile, SaysNothingOfAQuotaThatWasNeverSpent) {
  machine.held_of_a_batch = 0;
  EXPECT_TRUE(Profile().value().notes.empty());
}

TEST(Throttled, AddsUpOverBatchesAndLeavesOutWhatNobodyCounted) {
  Throttled throttled;
  EXPECT_EQ(throttled.Note(), "");
  throttled.Add({});
  metric::Readings batch;
  batch.Set(metric::MetricId::kQuotaPeriods, metric::Quantity<double>::Of(5, metric::Source::kMeasured));
  batch.Set(metric::MetricId::kThrottledPeriods, metric::Quantity<double>::Of(4, metric::Source::kMeasured));
  throttled.Add(batch);
  throttled.Add(batch);
  EXPECT_EQ(throttled.Note(), "the CPU quota was spent in 8 of 10 periods while samples were taken: the times have waits in them");
}

}  // namespace
}  // namespace dnntune::profiler
