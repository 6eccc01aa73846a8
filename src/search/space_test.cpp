// SPDX-License-Identifier: Apache-2.0
#include "search/space.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dnntune::search {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::vector<std::string> LabelsOf(const std::vector<Contender>& contenders) {
  std::vector<std::string> labels;
  for (const Contender& contender : contenders) labels.push_back(contender.label);
  return labels;
}

Space SpaceOf(std::vector<spec::Override> overrides) {
  auto space = TakeSpace(overrides);
  EXPECT_TRUE(space) << space.error().message;
  return space ? *std::move(space) : Space{};
}

TEST(TakeSpace, TakesSettingsOutAndLeavesTheRest) {
  std::vector<spec::Override> overrides = {{"processing.cpu_threads", "1,2", "--threads"},
                                           {"profiling.budget", "5s", "--budget"},
                                           {"devices.phone.cpu_threads", "4", "--set"}};
  const Space space = TakeSpace(overrides).value();
  ASSERT_THAT(space.axes, SizeIs(1));
  EXPECT_THAT(space.axes[0].choices, SizeIs(2));
  EXPECT_TRUE(space.Varies());
  EXPECT_THAT(overrides, SizeIs(2));
}

TEST(TakeSpace, KeepsAListOfCoresAsOneValue) {
  const Space space = SpaceOf({{"processing.cpu_affinity", "0,2", "--cores"}, {"processing.cpu_affinity", "big", "--cores"}});
  ASSERT_THAT(space.axes, SizeIs(1));
  EXPECT_EQ(std::get<std::string>(space.axes[0].choices[0].value), "0,2");
  EXPECT_THAT(space.axes[0].choices, SizeIs(2));
}

TEST(TakeSpace, NamesTheFlagOfAValueThatIsNone) {
  std::vector<spec::Override> overrides = {{"processing.cpu_threads", "1,many", "--threads"}};
  const auto space = TakeSpace(overrides);
  ASSERT_FALSE(space);
  EXPECT_EQ(space.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(space.error().message, HasSubstr("--threads"));
  EXPECT_THAT(space.error().message, HasSubstr("many"));
}

TEST(Contenders, AreEveryCombinationWithTheEngineOutermost) {
  const Space space =
      SpaceOf({{"processing.cpu_threads", "1,2", "--threads"}, {"processing.framework", "onnxruntime,tflite", "--framework"}});
  EXPECT_THAT(LabelsOf(Contenders({}, space)),
              ElementsAre("onnxruntime, 1 thread", "onnxruntime, 2 threads", "tflite, 1 thread", "tflite, 2 threads"));
}

TEST(Contenders, OfUnitsAreAsOfAnyOtherDimension) {
  const Space space = SpaceOf({{"processing.unit", "cpu,gpu", "--processing.unit"}});
  EXPECT_THAT(LabelsOf(Contenders({}, space)), ElementsAre("onnxruntime, cpu", "onnxruntime, gpu"));
}

TEST(Contenders, RunOnTheEngineThatHasTheUnit) {
  const Space space =
      SpaceOf({{"processing.framework", "tflite", "--framework"}, {"processing.unit", "cpu,gpu", "--processing.unit"}});
  const auto contenders = Contenders({}, space);
  ASSERT_THAT(contenders, SizeIs(2));
  EXPECT_EQ(contenders[0].setting.engine, "tflite");
  EXPECT_EQ(contenders[1].setting.engine, "litert");
  EXPECT_EQ(contenders[1].setting.unit, "gpu");
}

TEST(Contenders, AreEachThereOnce) {
  const Space space = SpaceOf({{"processing.cpu_threads", "2,2,1", "--threads"}});
  EXPECT_THAT(Contenders({}, space), SizeIs(2));
}

TEST(Contenders, KeepWhatTheSpaceDoesNotSay) {
  setting::Setting base;
  base.library = "MLAS";
  base.slowdown = 6;
  for (const Contender& contender : Contenders(base, SpaceOf({{"processing.cpu_threads", "1,2", "--threads"}}))) {
    EXPECT_EQ(contender.setting.library, "MLAS");
    EXPECT_EQ(contender.setting.slowdown, 6);
  }
}

TEST(Contenders, OfAnEngineThatNobodyHasHereSayWhy) {
  const auto contenders = Contenders({}, SpaceOf({{"processing.framework", "onnxruntime,MACE", "--framework"}}));
  ASSERT_THAT(contenders, SizeIs(2));
  EXPECT_EQ(contenders[0].unavailable, "");
  EXPECT_EQ(contenders[1].label, "MACE");
  EXPECT_THAT(contenders[1].unavailable, HasSubstr("MACE runs on phones"));
}

TEST(Contenders, ThatArePointsTakeSingleValuesAsDefaults) {
  Space space = SpaceOf({{"processing.cpu_threads", "2", "--threads"}});
  space.points = {ReadPoint("framework=tflite library=builtin").value(), ReadPoint("framework=onnxruntime threads=1").value()};
  const auto contenders = Contenders({}, space);
  ASSERT_THAT(contenders, SizeIs(2));
  EXPECT_EQ(contenders[0].setting.threads, 2);
  EXPECT_EQ(contenders[0].setting.library, "builtin");
  EXPECT_EQ(contenders[1].setting.threads, 1);
}

TEST(Contenders, HaveNamesThatAreFiles) {
  const auto contenders = Contenders(
      {}, SpaceOf({{"processing.cpu_affinity", "big+little", "--cores"}, {"processing.cpu_affinity", "0-3", "--cores"}}));
  EXPECT_EQ(contenders.at(0).name, "onnxruntime-cores-big+little");
  EXPECT_EQ(contenders.at(1).name, "onnxruntime-cores-0-3");
}

TEST(ReadPoint, TakesKeysOfTheConfigAndNamesOfFlags) {
  for (const char* text : {"threads=3", "cpu_threads=3"}) {
    const auto point = ReadPoint(text);
    ASSERT_TRUE(point) << text;
    EXPECT_EQ(std::get<std::int64_t>(point->at(0).value), 3) << text;
  }
}

TEST(ReadPoint, SaysWhatIsWrong) {
  EXPECT_THAT(ReadPoint("thread=3").error().message, HasSubstr("unknown key 'thread'; did you mean 'threads'?"));
  EXPECT_THAT(ReadPoint("threads").error().message, HasSubstr("'threads' has no value"));
  EXPECT_THAT(ReadPoint("  ").error().message, HasSubstr("--setting is empty"));
  EXPECT_EQ(ReadPoint("threads").error().code, ErrorCode::kUsage);
}

TEST(AddEngines, MakesAnAxisOfWhatAConfigNames) {
  spec::Spec spec;
  spec.unavailable.push_back({"processing.framework", "MACE", "runs on phones", ""});
  spec::Device device;
  device.frameworks = {"tflite"};
  Space space;
  AddEngines(spec, device, space);
  const auto contenders = Contenders({}, space);
  EXPECT_THAT(LabelsOf(contenders), ElementsAre("tflite", "MACE"));
  EXPECT_EQ(contenders[1].unavailable, "MACE runs on phones");
}

TEST(AddEngines, LeavesAnAxisOfFlagsAlone) {
  spec::Device device;
  device.frameworks = {"tflite", "tensorflow"};
  Space space = SpaceOf({{"processing.framework", "onnxruntime", "--framework"}});
  AddEngines({}, device, space);
  EXPECT_THAT(LabelsOf(Contenders({}, space)), ElementsAre("onnxruntime"));
}

}  // namespace
}  // namespace dnntune::search
