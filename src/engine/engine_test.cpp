// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstring>

#include "engine/capability.h"
#include "engine/local_worker.h"
#include "engine/null/null_engine.h"
#include "engine/tensor.h"

namespace dnntune::engine {
namespace {

setting::Setting Failing(const char* how) {
  setting::Setting setting;
  setting.knobs["fail"] = how;
  return setting;
}

TEST(Tensor, NoiseIsTheSameForTheSameSeedAndLiesInRange) {
  Tensor one(graph::DType::kFloat32, {100}), two(graph::DType::kFloat32, {100});
  FillWithNoise(one, 1);
  FillWithNoise(two, 1);
  EXPECT_EQ(one.bytes(), two.bytes());
  for (std::size_t i = 0; i < 100; ++i) {
    float value = -1;
    std::memcpy(&value, one.data() + i * 4, 4);
    EXPECT_GE(value, 0);
    EXPECT_LT(value, 1);
  }
}

TEST(LocalWorker, RefusesWhatIsNotThere) {
  LocalWorker worker(MakeNullEngine());
  EXPECT_EQ(worker.Measure({.sessions = {7}}).error().code, ErrorCode::kBadInput);
  EXPECT_EQ(worker.GetTensor("none").error().code, ErrorCode::kBadInput);
}

TEST(LocalWorker, SaysWhenABatchRanAndWhatItsMetersRead) {
  LocalWorker worker(MakeNullEngine());
  setting::Setting setting;
  setting.knobs["run_ns"] = "1000";
  const SessionId session = worker.Open({"null:", {}, {}, setting}).value().id;
  ASSERT_TRUE(worker.Prime(session));
  const BatchResult first = worker.Measure({.sessions = {session}, .rounds = 3}).value();
  const BatchResult second = worker.Measure({.sessions = {session}, .rounds = 3}).value();
  EXPECT_GE(first.window.Length(), Nanoseconds(3000));
  EXPECT_GE(second.window.begin, first.window.end);
  const metric::Reading* energy = second.readings.Find(metric::MetricId::kEnergy);  // or why there is none
  ASSERT_NE(energy, nullptr);
  EXPECT_EQ(energy->window, second.window);
  const metric::Reading* peak = second.readings.Find(metric::MetricId::kPeakMemory);
  ASSERT_NE(peak, nullptr);
  EXPECT_GT(peak->quantity.value(), 0);
  EXPECT_FALSE(peak->window);
}

EngineInfo Shipped() {
  return {"shipped",
          "1",
          {{"default", "graph_optimization", true, "all"},
           {"default", "library", true, "xnnpack", false, "cpu"},
           {"own choice", "precision", true, "bf16", false, "cpu"}}};
}

TEST(WithDefaults, FillsInWhatASettingLeavesOut) {
  const setting::Setting complete = WithDefaults({}, Shipped());
  EXPECT_EQ(complete.knobs.at("graph_optimization"), "all");
  EXPECT_EQ(complete.library, "xnnpack");
  setting::Setting asked;
  asked.knobs["graph_optimization"] = "none";
  asked.unit = "gpu";
  const setting::Setting other = WithDefaults(asked, Shipped());
  EXPECT_EQ(other.knobs.at("graph_optimization"), "none");
  EXPECT_EQ(other.library, "") << "of the CPU only";
}

TEST(OwnChoiceNote, SaysWhatTheEngineWouldTakeByItselfUnlessItIsAskedFor) {
  EXPECT_EQ(OwnChoiceNote({}, Shipped()), "shipped by itself takes bf16 here; measured is fp32, and precision: bf16 measures that");
  setting::Setting asked;
  asked.precision = "bf16";
  EXPECT_EQ(OwnChoiceNote(asked, Shipped()), "");
  asked = {};
  asked.unit = "gpu";
  EXPECT_EQ(OwnChoiceNote(asked, Shipped()), "") << "of the CPU only";
}

TEST(LocalWorker, ARunThatFailsIsAnError) {
  LocalWorker worker(MakeNullEngine());
  const SessionId session = worker.Open({"null:", {}, {}, Failing("error")}).value().id;
  ASSERT_TRUE(worker.Prime(session));
  EXPECT_EQ(worker.Measure({.sessions = {session}}).error().code, ErrorCode::kMeasurement);
}

TEST(NullEngine, FailsInNoWayThatThereIsNot) {
  const auto session = LocalWorker(MakeNullEngine()).Open({"null:", {}, {}, Failing("loudly")});
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().message, "knob fail: 'loudly' is none of crash, hang, error");
}

}  // namespace
}  // namespace dnntune::engine
