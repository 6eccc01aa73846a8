// SPDX-License-Identifier: Apache-2.0
#include "campaign/profile.h"

#include <gmock/gmock.h>

#include "base/interrupt.h"
#include "campaign/made_run_test.h"

namespace dnntune::campaign {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

using Profiling = MadeRun;

TEST_F(Profiling, TakesASpecAndReturnsARecordOfEveryLayer) {
  const auto profiled = Profile(Spec(), "", MakeContext());
  ASSERT_TRUE(profiled) << profiled.error().message;
  const record::Profile& profile = profiled->profile;
  EXPECT_EQ(profile.model.name, "two");
  EXPECT_EQ(profile.device.name, "phone");
  EXPECT_EQ(profile.setting.engine, "null");
  EXPECT_EQ(profile.setting.slowdown, 2);
  ASSERT_TRUE(profile.whole);
  EXPECT_FALSE(profile.whole->latency.samples.empty());
  ASSERT_THAT(profile.costs, SizeIs(2));
  for (const record::LayerCost& layer : profile.costs) EXPECT_FALSE(layer.cost.latency.samples.empty()) << layer.layer;
  EXPECT_THAT(progress_.titles, Contains("profiling two"));
}

TEST_F(Profiling, IsOfAFileInThePrecisionThatIsAskedFor) {
  spec::Spec spec = Spec();
  const std::string exact = Bench(spec, "", MakeContext())->profile.model.sha256;
  spec.devices.front().setting.file_precision = "fp16";
  for (const auto& profiled : {Profile(spec, "", MakeContext()), Bench(spec, "", MakeContext())}) {
    ASSERT_TRUE(profiled) << profiled.error().message;
    EXPECT_NE(profiled->profile.model.sha256, exact);
    EXPECT_THAT(profiled->profile.notes, Contains("the model's file was quantised to fp16 by dnntune"));
    EXPECT_EQ(profiled->profile.setting.file_precision, "fp16");
  }
}

TEST_F(Profiling, IsOfTheDeviceThatIsNamed) {
  EXPECT_EQ(Profile(Spec(), "server", MakeContext())->profile.device.name, "server");
  const auto unknown = Profile(Spec(), "serve", MakeContext());
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, HasSubstr("did you mean 'server'?"));
}

TEST_F(Profiling, SavesWhatItMeasuresAndGoesOnWithIt) {
  const auto first = Profile(Spec(), "", MakeContext());
  ASSERT_TRUE(first);
  ASSERT_TRUE(first->run);
  const std::vector<Seconds> kept = first->profile.costs[0].cost.latency.samples;
  EXPECT_EQ(record::LoadProfile(Run(), "phone").value()->costs.size(), 2U);
  const record::Profile before = first->profile;
  const std::string folder = first->run->path().string();
  const_cast<std::optional<record::RunFolder>&>(first->run).reset();  // the lock
  const auto again = Profile(Spec(), "", MakeContext(), folder);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->profile.costs[0].cost.latency.samples, kept);
}

TEST_F(Profiling, KeepsNothingWithoutAFolder) {
  spec::Spec spec = Spec();
  spec.output.folder.clear();
  const auto profiled = Profile(spec, "", MakeContext());
  ASSERT_TRUE(profiled);
  EXPECT_FALSE(profiled->run);
  EXPECT_FALSE(std::filesystem::exists(Run()));
}

TEST_F(Profiling, SaysWhereItGoesOnAfterAnInterruption) {
  SetInterrupted(true);
  const auto profiled = Profile(Spec(), "", MakeContext());
  SetInterrupted(false);
  ASSERT_FALSE(profiled);
  EXPECT_EQ(profiled.error().code, ErrorCode::kInterrupted);
  EXPECT_THAT(profiled.error().message, HasSubstr("go on with --resume " + Run().string()));
}

TEST_F(Profiling, NamesWhatTheSpecAsksForAndIsNotHere) {
  spec::Spec spec = Spec();
  spec.devices[0].frameworks = {"tflite", "null"};
  const auto profiled = Profile(spec, "", MakeContext());
  ASSERT_TRUE(profiled);
  EXPECT_EQ(profiled->profile.setting.engine, "null");
  ASSERT_THAT(profiled->unavailable, SizeIs(1));
  EXPECT_EQ(profiled->unavailable[0].name, "tflite");
}

TEST_F(Profiling, MakesNoFolderWhereNothingCanBeMeasured) {
  spec::Spec spec = Spec();
  spec.model.file = folder_.path() / "none.onnx";
  EXPECT_EQ(Profile(spec, "", MakeContext()).error().code, ErrorCode::kIo);
  EXPECT_FALSE(std::filesystem::exists(Run()));
}

TEST_F(Profiling, OfARecordIsTheRecord) {
  const auto recorded = Profile(Spec(), "server", MakeContext());
  ASSERT_TRUE(recorded);
  spec::Spec spec = Spec();
  spec.output.folder.clear();
  setting::Setting& setting = spec.devices[0].setting;
  setting.engine = "replay";
  setting.slowdown = 1;
  setting.knobs["replay"] = record::ProfilePath(Run(), "server").string();
  spec.devices[0].frameworks = {"replay"};
  const auto replayed = Profile(spec, "", MakeContext());
  ASSERT_TRUE(replayed) << replayed.error().message;
  EXPECT_EQ(replayed->profile.costs.size(), recorded->profile.costs.size());
  EXPECT_EQ(replayed->profile.setting.engine, "replay");
}

using Benching = MadeRun;

TEST_F(Benching, MeasuresTheWholeModelAlone) {
  const auto bench = Bench(Spec(), "", MakeContext());
  ASSERT_TRUE(bench) << bench.error().message;
  EXPECT_TRUE(bench->profile.whole);
  EXPECT_TRUE(bench->profile.costs.empty());
  EXPECT_TRUE(bench->load_time.IsAvailable());
  EXPECT_FALSE(std::filesystem::exists(Run())) << "nothing is kept";
}

TEST_F(Benching, HasTheDeclaredPowerOfTheUnitAndThreads) {
  spec::Spec spec = Spec();
  spec.devices[0].power.idle = Watts(1);
  spec.devices[0].power.active["cpu"][1] = Watts(3);
  EXPECT_EQ(Bench(spec, "", MakeContext())->profile.power.active.value(), Watts(3));
  spec.devices[0].setting.threads = 2;
  EXPECT_THAT(Bench(spec, "", MakeContext())->profile.power.active.reason(), HasSubstr("with 2 threads is declared"));
}

// Of the threads that the engine took by itself; between two that are declared nothing is interpolated.
TEST_F(Benching, RecordsTheThreadsThatTheEngineTookAndHasNoPowerForANumberThatIsNotDeclared) {
  own_threads_ = 3;
  spec::Spec spec = Spec();
  spec.devices[0].power.active["cpu"] = {{2, Watts(3)}, {4, Watts(5)}};
  const record::Profile profile = Bench(spec, "", MakeContext())->profile;
  EXPECT_EQ(profile.setting.threads, 3);
  EXPECT_THAT(profile.power.active.reason(), HasSubstr("with 3 threads is declared"));
}

TEST_F(Benching, RecordsTheDefaultsOfTheEngine) {
  engines_ = {"onnxruntime"};
  spec::Spec spec = Spec();
  spec.devices[0].frameworks = {"onnxruntime"};
  const auto bench = Bench(spec, "", MakeContext());
  ASSERT_TRUE(bench) << bench.error().message;
  EXPECT_EQ(bench->profile.setting.knobs.at("graph_optimization"), "all");
  EXPECT_EQ(bench->profile.setting.library, "MLAS");
}

TEST_F(Benching, SaysThatACpuQuotaIsLessThanItsThreads) {
  own_threads_ = 2;
  quota_ = device::CpuQuota{0.2, "/sys/fs/cgroup/cpu.max"};
  const auto notes = Bench(Spec(), "server", MakeContext())->profile.notes;
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0],
            "2 threads with a CPU quota of 0.2 cores (/sys/fs/cgroup/cpu.max): what runs longer waits for the next period");
  quota_ = device::CpuQuota{2, "/sys/fs/cgroup/cpu.max"};
  target::Targets others{connect_};
  EXPECT_TRUE(Bench(Spec(), "server", {others, models_, progress_})->profile.notes.empty());
}

TEST_F(Benching, SaysThatItHasFewerCoresThanThreads) {
  spec::Spec spec = Spec();
  spec.devices[1].setting.threads = 2;
  spec.devices[1].setting.cores = "3";
  const auto notes = Bench(spec, "server", MakeContext())->profile.notes;
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0], "2 threads on 1 core, which is all that may be used");
}

}  // namespace
}  // namespace dnntune::campaign
