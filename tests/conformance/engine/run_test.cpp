// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "conformance/engine/model_files.h"
#include "conformance/engine/suite.h"
#include "graph/cut.h"

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
  const std::string one = engine_.RunOnce(engine_.Ready(request));
  request.setting.threads = 2;
  EXPECT_EQ(engine_.RunOnce(engine_.Ready(request)).size(), one.size());
}

// The tensors that head and tail of a cut read and yield.
struct Edges {
  Names head_inputs, head_outputs, tail_inputs, tail_outputs;
};

Edges EdgesOf(const graph::Graph& graph, const graph::Cut& cut) {
  const auto name = [&](graph::TensorId id) { return graph.tensors()[id].name; };
  Edges edges;
  for (const graph::TensorId id : graph.inputs()) edges.head_inputs.push_back(name(id));
  for (const graph::TensorId id : cut.crossing) {
    edges.tail_inputs.push_back(name(id));
    if (graph.tensors()[id].producer) edges.head_outputs.push_back(name(id));
  }
  for (const graph::TensorId id : cut.returned) edges.tail_outputs.push_back(name(id));
  for (const graph::TensorId id : graph.outputs()) {
    const auto has = [&](const Names& names) { return std::find(names.begin(), names.end(), name(id)) != names.end(); };
    if (!has(edges.tail_outputs) && !has(edges.head_outputs)) edges.head_outputs.push_back(name(id));
  }
  return edges;
}

// The largest difference of two float32 tensors' elements.
double Furthest(const std::string& a, const std::string& b) {
  if (a.size() != b.size()) return std::numeric_limits<double>::infinity();
  double furthest = 0;
  for (std::size_t at = 0; at + sizeof(float) <= a.size(); at += sizeof(float)) {
    float x, y;
    std::memcpy(&x, a.data() + at, sizeof x);
    std::memcpy(&y, b.data() + at, sizeof y);
    const double difference = std::abs(static_cast<double>(x) - static_cast<double>(y));
    if (std::isnan(difference)) return std::numeric_limits<double>::infinity();
    furthest = std::max(furthest, difference);
  }
  return furthest;
}

// Heads and tails in one worker, so that a tail reads what its head made; what they were to make is wiped out before.
void ExpectEveryCutEqualsTheWhole(EngineUnderTest& engine, double tolerance, const Names& inputs, const Names& outputs) {
  const graph::Graph graph = Value(GraphOf(Branching().network, inputs, outputs));
  OpenRequest request = engine.Model(Branching().network, inputs, outputs);
  const SessionInfo whole = engine.Ready(request);
  const std::string answer = engine.RunOnce(whole);
  ASSERT_NE(answer, std::string(answer.size(), '\0'));
  const auto run = [&](const Names& from, const Names& to) {
    request.inputs = from;
    request.outputs = to;
    const SessionInfo part = Value(engine.worker().Open(request));
    Value(engine.worker().Prime(part.id));
    engine.RunOnce(part);
  };
  for (const graph::Cut& cut : graph::PrefixCuts(graph)) {
    if (cut.head.empty() || cut.head.size() == graph.layers().size()) continue;
    const Edges edges = EdgesOf(graph, cut);
    engine.Wipe(edges.head_outputs);
    engine.Wipe(edges.tail_outputs);
    run(edges.head_inputs, edges.head_outputs);
    run(edges.tail_inputs, edges.tail_outputs);
    EXPECT_LE(Furthest(engine.Bytes(whole), answer), tolerance) << "cut after " << graph.layers()[cut.head.back()].name;
  }
}

TEST_P(EngineConformance, HeadAndTailEqualTheWholeOnEveryCut) {
  ExpectEveryCutEqualsTheWhole(engine_, GetParam().cut_tolerance, {}, {});
}

TEST_P(EngineConformance, HeadAndTailEqualTheWholeOfSeveralInputsAndOutputs) {
  ExpectEveryCutEqualsTheWhole(engine_, GetParam().cut_tolerance, MiddleInputs(), MiddleOutputs());
}

}  // namespace
}  // namespace dnntune::conformance
