// SPDX-License-Identifier: Apache-2.0
#include "campaign/study.h"

#include <gmock/gmock.h>

#include <cstdlib>

#include "base/interrupt.h"
#include "campaign/made_run_test.h"

namespace dnntune::campaign {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class Studying : public MadeRun {
 protected:
  void SetUp() override {
    Have({"onnxruntime", "tflite", "litert", "null"});
    ::setenv("XDG_CACHE_HOME", (folder_.path() / "cache").c_str(), 1);
  }
  void TearDown() override { ::unsetenv("XDG_CACHE_HOME"); }
};

TEST_F(Studying, PlansEveryModelOnEveryEngineInBothPrecisionsAndWithEveryNumberOfThreads) {
  const auto study = PlanStudy({.models = {"squeezenet_v1.1"}, .engines = {}, .file_precisions = {}, .threads = {}}, MakeContext());
  ASSERT_TRUE(study) << study.error().message;
  // Two engines with kernels of their own, layer by layer in fp32 and int8; then with 1 to 4 threads.
  EXPECT_THAT(study->entries, SizeIs(2 * 2 + 2 * 4));
  for (const record::StudyEntry& entry : study->entries) EXPECT_EQ(entry.model, "squeezenet-v1.1");
  EXPECT_EQ(study->entries[0].setting.file_precision, "fp32");
  EXPECT_EQ(study->entries[2].setting.file_precision, "int8");
  EXPECT_EQ(study->entries.back().profile, "squeezenet-v1.1-tflite-fp32-4-threads");
}

TEST_F(Studying, PlansWhatIsAskedForAndOneThreadToCompareWith) {
  const auto study =
      PlanStudy({.models = {"vgg16"}, .engines = {"tflite"}, .file_precisions = {"fp32"}, .threads = {3}}, MakeContext());
  ASSERT_TRUE(study);
  ASSERT_THAT(study->entries, SizeIs(3));
  EXPECT_EQ(study->entries[1].setting.threads, 1);
  EXPECT_EQ(study->entries[2].setting.threads, 3);
}

TEST_F(Studying, RefusesWhatItDoesNotKnowByTheNearest) {
  const auto message = [&](const StudyRequest& request) { return PlanStudy(request, MakeContext()).error().message; };
  EXPECT_THAT(message({.models = {"vgg17"}, .engines = {}, .file_precisions = {}, .threads = {}}),
              HasSubstr("did you mean 'vgg16'?"));
  EXPECT_THAT(message({.models = {}, .engines = {"tflit"}, .file_precisions = {}, .threads = {}}),
              HasSubstr("did you mean 'tflite'?"));
  EXPECT_THAT(message({.models = {}, .engines = {}, .file_precisions = {"int9"}, .threads = {}}),
              HasSubstr("did you mean 'int8'?"));
}

TEST_F(Studying, MeasuresSavesAndGoesOnWithoutMeasuringAgain) {
  StudyWanted wanted{
      .request = {.models = {"shufflenet-v2-0.5x"}, .engines = {"tflite"}, .file_precisions = {"fp32"}, .threads = {1}},
      .folder = Run(),
      .resume = {},
      .budget = Seconds(2)};
  {
    const auto studied = Study(wanted, MakeContext());
    ASSERT_TRUE(studied) << studied.error().message;
    ASSERT_THAT(studied->study.entries, SizeIs(1));
    EXPECT_EQ(studied->study.entries[0].unavailable, "");
  }
  const auto profile = record::LoadProfile(Run(), "shufflenet-v2-0.5x-tflite-fp32").value();
  ASSERT_TRUE(profile);
  EXPECT_GT(profile->costs.size(), 10U);
  const int before = log_.workers_started;
  const auto again = Study({.request = {}, .folder = {}, .resume = Run().string(), .budget = Seconds(2)}, MakeContext());
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(log_.workers_started, before);
}

TEST_F(Studying, LeavesOverWhatTheBudgetDoesNotReach) {
  const StudyRequest request{.models = {"shufflenet-v2-0.5x"}, .engines = {"tflite"}, .file_precisions = {"fp32"}, .threads = {1}};
  record::Study study = PlanStudy(request, MakeContext()).value();
  const record::RunFolder run = record::RunFolder::Open(Run()).value();
  ASSERT_TRUE(RunStudy(study, MakeContext(), run, Seconds(0)));
  EXPECT_TRUE(study.entries[0].left_over);
  EXPECT_THAT(study.entries[0].unavailable, HasSubstr("go on with --resume"));
}

TEST_F(Studying, ThatGoesOnTakesNoOtherWishes) {
  const auto studied = Study({.request = {.models = {"vgg16"}, .engines = {}, .file_precisions = {}, .threads = {}},
                              .folder = {},
                              .resume = folder_.path().string(),
                              .budget = Seconds(1)},
                             MakeContext());
  EXPECT_EQ(studied.error().code, ErrorCode::kUsage);
  const auto empty = Study({.request = {}, .folder = {}, .resume = folder_.path().string(), .budget = Seconds(1)}, MakeContext());
  EXPECT_THAT(empty.error().message, HasSubstr("there is no study (study.json) in this folder"));
}

}  // namespace
}  // namespace dnntune::campaign
