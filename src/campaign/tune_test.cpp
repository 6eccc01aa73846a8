// SPDX-License-Identifier: Apache-2.0
#include "campaign/tune.h"

#include <gmock/gmock.h>

#include "base/interrupt.h"
#include "campaign/identify.h"
#include "campaign/made_run_test.h"

namespace dnntune::campaign {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

using Tuning = MadeRun;

TEST_F(Tuning, ProfilesBothDecidesForEveryLinkAndProves) {
  const auto tuned = Tune(Spec("links: [4g, wifi]\n"), MakeContext());
  ASSERT_TRUE(tuned) << tuned.error().message;
  EXPECT_EQ(tuned->device.device.name, "phone");
  EXPECT_EQ(tuned->cloud.device.name, "server");
  ASSERT_THAT(tuned->record.decisions, SizeIs(2));
  for (const record::Decision& decision : tuned->record.decisions) {
    EXPECT_EQ(decision.objective, "latency");
    ASSERT_FALSE(decision.proofs.empty());
    EXPECT_EQ(decision.proofs[0].failure, "");
    EXPECT_TRUE(decision.proofs[0].latency.IsAvailable());
  }
  // No power is declared, so nothing is decided for energy, and each link says so.
  EXPECT_THAT(tuned->record.skipped, Contains(HasSubstr("wifi, energy: ")));
  EXPECT_TRUE(record::LoadTune(Run()));
  EXPECT_TRUE(record::LoadProfile(Run(), "phone").value());
  EXPECT_TRUE(record::LoadProfile(Run(), "server").value());
}

TEST_F(Tuning, RunsAFileInThePrecisionThatIsAskedFor) {
  spec::Spec spec = Spec();
  for (spec::Device& device : spec.devices) device.setting.file_precision = "fp16";
  const auto tuned = Tune(spec, MakeContext());
  ASSERT_TRUE(tuned) << tuned.error().message;
  EXPECT_TRUE(std::filesystem::exists(Run() / "models" / "two-fp16.onnx"));
  EXPECT_THAT(log_.models_put, Contains((Run() / "models" / "two-fp16.onnx").string()));
  EXPECT_EQ(tuned->device.model.sha256, tuned->cloud.model.sha256);
}

TEST_F(Tuning, RefusesDevicesWithFilesOfDifferentPrecisions) {
  spec::Spec spec = Spec();
  spec.devices.front().setting.file_precision = "int8";
  const auto tuned = Tune(spec, MakeContext());
  ASSERT_FALSE(tuned);
  EXPECT_EQ(tuned.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(tuned.error().message, HasSubstr("'phone' has int8 and 'server' has the file's own"));
}

TEST_F(Tuning, OpensEachDeviceOnceAndSendsTheModelOnceToEach) {
  ASSERT_TRUE(Tune(Spec(), MakeContext()));
  EXPECT_EQ(log_.connected, 2);
  EXPECT_EQ(log_.engines_asked, 2);
  EXPECT_THAT(log_.models_put, SizeIs(2));
  EXPECT_EQ(log_.workers_alive, 0);
}

TEST_F(Tuning, KeepsWhatWasMeasuredAndGoesOnWithIt) {
  std::vector<Seconds> before;
  {
    const auto tuned = Tune(Spec(), MakeContext());
    ASSERT_TRUE(tuned);
    before = tuned->device.whole->latency.samples;
  }
  const auto again = Tune(Spec(), MakeContext(), Run().string());
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->device.whole->latency.samples, before);
}

TEST_F(Tuning, ComparesTheEnginesThatADeviceNamesAndTakesOne) {
  Have({"null", "tflite", "onnxruntime"});
  spec::Spec spec = Spec();
  spec.model.other_files = {Model("tflite")};
  spec.devices[0].frameworks = {"tflite", "null"};
  const auto tuned = Tune(spec, MakeContext());
  ASSERT_TRUE(tuned) << tuned.error().message;
  ASSERT_THAT(tuned->record.engines, SizeIs(1));
  EXPECT_THAT(tuned->record.engines[0].settings, SizeIs(2));
  for (const record::ComparedSetting& one : tuned->record.engines[0].settings) {
    EXPECT_EQ(one.device, "phone");
    EXPECT_EQ(one.unavailable, "");
  }
}

TEST_F(Tuning, RefusesAPinOfALayerThatTheModelHasNotBeforeItDecides) {
  spec::Spec spec = Spec();
  spec.limits.pin["frist"] = spec::Role::kDevice;
  const auto tuned = Tune(spec, MakeContext());
  ASSERT_FALSE(tuned);
  EXPECT_THAT(tuned.error().message, HasSubstr("frist"));
  EXPECT_FALSE(record::LoadProfile(Run(), "phone").value()) << "nothing was measured";
}

TEST_F(Tuning, IsInterruptedWithWhereItGoesOn) {
  SetInterrupted(true);
  const auto tuned = Tune(Spec(), MakeContext());
  SetInterrupted(false);
  ASSERT_FALSE(tuned);
  EXPECT_THAT(tuned.error().message, HasSubstr("go on with --resume " + Run().string()));
}

TEST_F(Tuning, DecidesNothingWithAUnitThatSoftwareStandsInFor) {
  const record::DeviceId device{.name = "phone", .description = "", .slowdown = 1, .state = {}, .function_only = "software Vulkan"};
  spec::Spec spec = Spec();
  EXPECT_THAT(CheckDecidable(device, spec).error().message, HasSubstr("--allow-software-gpu"));
  spec.allow_software_gpu = true;
  EXPECT_TRUE(CheckDecidable(device, spec));
}

}  // namespace
}  // namespace dnntune::campaign
