// SPDX-License-Identifier: Apache-2.0
#include "conformance/engine/model_files.h"
#include "conformance/engine/suite.h"
#include "conformance/every_cut.h"

namespace dnntune::conformance {
namespace {

using engine::OpenRequest;
using engine::SessionInfo;

TEST_P(EngineConformance, GivesTheSameBitsForTheSameInput) {
  const SessionInfo session = engine_.Ready(Whole());
  const std::string once = engine_.RunOnce(session);
  EXPECT_EQ(engine_.RunOnce(session), once);
  EXPECT_EQ(engine_.RunOnce(engine_.Ready(Whole())), once);
}

TEST_P(EngineConformance, RunsOnWhatTheTensorsHoldNow) {
  const SessionInfo session = engine_.Ready(Whole(), 1);
  const std::string one = engine_.RunOnce(session);
  engine_.SetNoise(session, 2);
  EXPECT_NE(engine_.RunOnce(session), one);
  engine_.SetNoise(session, 1);
  EXPECT_EQ(engine_.RunOnce(session), one);
}

TEST_P(EngineConformance, RunsOnSeveralThreads) {
  OpenRequest request = Whole();
  request.setting.threads = 1;
  const std::string one = engine_.RunOnce(engine_.Ready(request));
  request.setting.threads = 2;
  EXPECT_EQ(engine_.RunOnce(engine_.Ready(request)).size(), one.size());
}

TEST_P(EngineConformance, TakesTheThreadsThatItTellsOfWhereItIsGivenNone) {
  OpenRequest request = Whole();
  const int own = Value(worker().OwnThreads(request.setting));
  EXPECT_GE(own, 1);
  const std::string one = engine_.RunOnce(engine_.Ready(request));
  request.setting.threads = own;
  EXPECT_EQ(engine_.RunOnce(engine_.Ready(request)), one);
}

TEST_P(EngineConformance, HeadAndTailEqualTheWholeOnEveryCut) {
  const OpenRequest request = Whole();
  engine_.Ready(request);
  ExpectEveryCutEqualsTheWhole(worker(), request, Value(GraphOf(Branching(), {}, {})), {GetParam().cut_tolerance});
}

TEST_P(EngineConformance, HeadAndTailEqualTheWholeOfSeveralInputsAndOutputs) {
  const OpenRequest request = engine_.Model(Branching(), MiddleInputs(), MiddleOutputs());
  engine_.Ready(request);
  const graph::Graph graph = Value(GraphOf(Branching(), MiddleInputs(), MiddleOutputs()));
  ExpectEveryCutEqualsTheWhole(worker(), request, graph, {GetParam().cut_tolerance});
}

}  // namespace
}  // namespace dnntune::conformance
