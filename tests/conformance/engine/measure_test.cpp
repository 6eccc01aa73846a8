// SPDX-License-Identifier: Apache-2.0
#include "conformance/engine/suite.h"

namespace dnntune::conformance {
namespace {

using engine::BatchResult;
using engine::SessionInfo;

TEST_P(EngineConformance, MeasuresEachSessionOnceARound) {
  const engine::SessionId one = engine_.Ready(Whole()).id, two = engine_.Ready(Whole()).id;
  const BatchResult result = Value(worker().Measure({.sessions = {one, two, one}, .rounds = 4}));
  ASSERT_EQ(result.samples.size(), 3U);
  ASSERT_EQ(result.preempted.size(), 3U);
  Nanoseconds sum{0};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(result.samples[i].size(), 4U);
    EXPECT_EQ(result.preempted[i].size(), 4U);
    for (const Nanoseconds sample : result.samples[i]) {
      EXPECT_GT(sample.count(), 0);
      sum += sample;
    }
  }
  EXPECT_GE(result.window.Length(), sum);
}

TEST_P(EngineConformance, StopsAfterTheRoundThatSpendsTheBudget) {
  const SessionInfo session = engine_.Ready(Whole());
  const BatchResult result = Value(worker().Measure({.sessions = {session.id}, .rounds = 1000, .budget = Nanoseconds(1)}));
  EXPECT_EQ(result.samples.at(0).size(), 1U);
}

TEST_P(EngineConformance, MeasuresAndTracesOnlyWhatIsPrimed) {
  const SessionInfo session = Value(worker().Open(Whole()));
  engine_.SetNoise(session, 1);
  ExpectSays(ErrorOf(worker().Measure({.sessions = {session.id}})), ErrorCode::kBadInput, {"primed"});
  ExpectSays(ErrorOf(worker().Trace(session.id, 1)), ErrorCode::kBadInput, {"primed"});
  ExpectGoesOn();
}

TEST_P(EngineConformance, ForgetsWhatIsClosed) {
  const SessionInfo kept = engine_.Ready(Whole()), closed = engine_.Ready(Whole());
  const std::string answer = engine_.RunOnce(kept);
  Value(worker().Close(closed.id));
  const std::string name = "session " + std::to_string(closed.id);
  ExpectSays(ErrorOf(worker().Prime(closed.id)), ErrorCode::kBadInput, {name});
  ExpectSays(ErrorOf(worker().Measure({.sessions = {kept.id, closed.id}})), ErrorCode::kBadInput, {name});
  ExpectSays(ErrorOf(worker().Trace(closed.id, 1)), ErrorCode::kBadInput, {name});
  ExpectSays(ErrorOf(worker().Close(closed.id)), ErrorCode::kBadInput, {name});
  EXPECT_EQ(engine_.RunOnce(kept), answer);
}

TEST_P(EngineConformance, TakesAsManyTimesAsLongForASlowerDevice) {
  const auto& run_time = GetParam().run_time;
  ASSERT_TRUE(run_time) << "how long a run takes is not known";
  for (const double slowdown : {1.0, 2.5}) {
    engine::OpenRequest request = Whole();
    request.setting.slowdown = slowdown;
    const auto wanted = std::chrono::duration_cast<Nanoseconds>(run_time->least * slowdown);
    const BatchResult result = Value(worker().Measure({.sessions = {engine_.Ready(request).id}, .rounds = 3}));
    for (const Nanoseconds sample : result.samples.at(0)) {
      EXPECT_GE(sample, wanted);
      EXPECT_TRUE(!run_time->exact || sample == wanted) << sample.count();
    }
  }
}

TEST_P(EngineConformance, TracesItsOperatorsOrSaysWhyNot) {
  const SessionInfo session = engine_.Ready(Whole());
  const auto trace = worker().Trace(session.id, 3);
  if (!trace) return ExpectSays(trace.error(), ErrorCode::kUnavailable, {" "});
  EXPECT_FALSE(trace->empty());
  for (const engine::TraceEvent& event : *trace) {
    EXPECT_FALSE(event.name.empty());
    EXPECT_FALSE(event.type.empty()) << event.name;
    EXPECT_EQ(event.samples.size(), 3U) << event.name;
  }
}

}  // namespace
}  // namespace dnntune::conformance
