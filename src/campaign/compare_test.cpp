// SPDX-License-Identifier: Apache-2.0
#include "campaign/compare.h"

#include <gmock/gmock.h>

#include "base/interrupt.h"
#include "campaign/made_run_test.h"

namespace dnntune::campaign {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

search::Space Threads(int most) {
  std::string values;
  for (int count = 1; count <= most; ++count) values += (count == 1 ? "" : ",") + std::to_string(count);
  std::vector<spec::Override> overrides = {{"processing.cpu_threads", values, "--threads"}};
  return search::TakeSpace(overrides).value();
}

using Comparing = MadeRun;

TEST_F(Comparing, MeasuresEverySettingAndSavesProfilesAndComparison) {
  const search::Space space = Threads(2);
  const auto compared = CompareSettings({.spec = Spec(), .device = "", .space = space}, MakeContext());
  ASSERT_TRUE(compared) << compared.error().message;
  ASSERT_THAT(compared->comparison.settings, SizeIs(2));
  for (const record::ComparedSetting& one : compared->comparison.settings) {
    EXPECT_EQ(one.unavailable, "");
    EXPECT_TRUE(record::LatencyOf(one).IsAvailable());
    EXPECT_TRUE(record::ReadProfile(Run() / one.profile)) << one.profile;
  }
  EXPECT_TRUE(record::LoadComparison(Run()).value());
}

TEST_F(Comparing, OpensADeviceOnceAndHasAHandfulOfWorkersAtATime) {
  const search::Space space = Threads(40);
  const auto compared = CompareSettings({.spec = Spec(), .device = "", .space = space}, MakeContext());
  ASSERT_TRUE(compared) << compared.error().message;
  ASSERT_THAT(compared->comparison.settings, SizeIs(40));
  for (const record::ComparedSetting& one : compared->comparison.settings) EXPECT_EQ(one.unavailable, "");
  EXPECT_EQ(log_.connected, 1);
  EXPECT_EQ(log_.engines_asked, 1);
  EXPECT_THAT(log_.models_put, SizeIs(1));
  EXPECT_LE(log_.most_workers_alive, static_cast<int>(profiler::kMostPresent));
  EXPECT_GE(log_.workers_started, 40);
  EXPECT_EQ(log_.workers_alive, 0);
}

TEST_F(Comparing, MakesARowOfWhatCannotBeMeasured) {
  std::vector<spec::Override> overrides = {{"processing.framework", "null,tflite,MACE", "--framework"}};
  const search::Space space = search::TakeSpace(overrides).value();
  const auto compared = CompareSettings({.spec = Spec(), .device = "", .space = space}, MakeContext());
  ASSERT_TRUE(compared) << compared.error().message;
  ASSERT_THAT(compared->comparison.settings, SizeIs(3));
  EXPECT_EQ(compared->comparison.settings[0].label, "null");
  EXPECT_THAT(compared->comparison.settings[1].unavailable, HasSubstr("is not installed; run tools/setup --engines tflite"));
  EXPECT_THAT(compared->comparison.settings[2].unavailable, HasSubstr("MACE runs on phones"));
}

TEST_F(Comparing, GoesLayerByLayerWhereItIsAskedTo) {
  const search::Space space = Threads(2);
  const auto compared =
      CompareSettings({.spec = Spec(), .device = "", .space = space, .extent = profiler::Extent::kLayers}, MakeContext());
  ASSERT_TRUE(compared) << compared.error().message;
  EXPECT_THAT(compared->comparison.layers, SizeIs(2));
}

TEST_F(Comparing, SaysWhatIsKeptAfterAnInterruption) {
  // Of two, the first has been measured when the interruption comes.
  const search::Space space = Threads(2);
  SetInterrupted(true);
  const auto compared = CompareSettings({.spec = Spec(), .device = "", .space = space}, MakeContext());
  SetInterrupted(false);
  ASSERT_FALSE(compared);
  EXPECT_EQ(compared.error().code, ErrorCode::kInterrupted);
}

TEST_F(Comparing, FailsWithTheReasonWhereNoSettingCanBeMeasured) {
  spec::Spec spec = Spec();
  spec.model.file = spec.model.file.parent_path() / "two.tflite";
  const search::Space space = Threads(2);
  const auto compared = CompareSettings({.spec = spec, .device = "", .space = space}, MakeContext());
  ASSERT_FALSE(compared);
  EXPECT_EQ(compared.error().code, ErrorCode::kIo);
  EXPECT_FALSE(std::filesystem::exists(Run())) << "there was nothing to keep";
}

}  // namespace
}  // namespace dnntune::campaign
