// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstring>

#include "engine/local_worker.h"
#include "engine/null/null_engine.h"
#include "engine/tensor.h"

namespace dnntune::engine {
namespace {

Setting Knobs(std::map<std::string, std::string> knobs, double slowdown = 1) {
  Setting setting;
  setting.knobs = std::move(knobs);
  setting.slowdown = slowdown;
  return setting;
}

SessionId OpenPrimed(LocalWorker& worker, const Setting& setting) {
  const SessionId id = worker.Open({"null:", {}, {}, setting}).value().id;
  EXPECT_TRUE(worker.Prime(id));
  return id;
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

TEST(LocalWorker, RunsEachSessionOnceARoundInOrder) {
  LocalWorker worker(MakeNullEngine());
  const SessionId a = OpenPrimed(worker, {}), b = OpenPrimed(worker, {});
  const BatchResult result = worker.Measure({.sessions = {a, b}, .rounds = 5}).value();
  ASSERT_EQ(result.samples.size(), 2U);
  EXPECT_EQ(result.samples[0].size(), 5U);
  EXPECT_EQ(result.preempted[1].size(), 5U);
}

TEST(LocalWorker, AStandInTakesAsManyTimesAsLong) {
  LocalWorker worker(MakeNullEngine());
  const SessionId slow = OpenPrimed(worker, Knobs({{"run_ns", "100000"}}, 6));
  const BatchResult result = worker.Measure({.sessions = {slow}, .rounds = 3}).value();
  for (const Nanoseconds sample : result.samples[0]) EXPECT_GE(sample, Nanoseconds(600000));
}

TEST(LocalWorker, StopsAfterTheRoundThatSpendsTheBudget) {
  LocalWorker worker(MakeNullEngine());
  const SessionId session = OpenPrimed(worker, Knobs({{"run_ns", "100000"}}));
  const BatchResult result = worker.Measure({.sessions = {session}, .rounds = 1000, .budget = Nanoseconds(150000)}).value();
  EXPECT_LE(result.samples[0].size(), 2U);
}

TEST(LocalWorker, RefusesWhatIsNotOpenOrNotPrimed) {
  LocalWorker worker(MakeNullEngine());
  EXPECT_EQ(worker.Measure({.sessions = {7}}).error().code, ErrorCode::kBadInput);
  const SessionId session = worker.Open({"null:", {}, {}, {}}).value().id;
  EXPECT_EQ(worker.Measure({.sessions = {session}}).error().code, ErrorCode::kBadInput);
  EXPECT_FALSE(worker.GetTensor("none"));
}

TEST(LocalWorker, ARunThatFailsIsAnError) {
  LocalWorker worker(MakeNullEngine());
  const SessionId session = OpenPrimed(worker, Knobs({{"fail", "error"}}));
  EXPECT_EQ(worker.Measure({.sessions = {session}}).error().code, ErrorCode::kMeasurement);
}

}  // namespace
}  // namespace dnntune::engine
