// SPDX-License-Identifier: Apache-2.0
#include "conformance/engine/suite.h"
#include "zoo/builder.h"

namespace dnntune::conformance {
namespace {

using engine::OpenRequest;
using engine::SessionInfo;

TEST_P(EngineConformance, SessionsSideBySideLeaveEachOthersTensorsAlone) {
  const SessionInfo whole = engine_.Ready(Whole());
  OpenRequest request = Whole();
  request.inputs = {"stem/relu"};
  request.outputs = {"left/conv"};
  const SessionInfo left = engine_.Ready(request);
  request.outputs = {"right/depthwise"};
  const SessionInfo right = engine_.Ready(request);
  const std::string answer = engine_.RunOnce(whole), one = engine_.RunOnce(left), other = engine_.RunOnce(right);
  EXPECT_NE(one, other);
  Value(worker().Measure({.sessions = {right.id, whole.id, left.id}, .rounds = 3}));
  EXPECT_EQ(engine_.Bytes(whole.outputs.at(0).name), answer);
  EXPECT_EQ(engine_.Bytes("left/conv"), one);
  EXPECT_EQ(engine_.Bytes("right/depthwise"), other);
}

// The same names for tensors of other shapes.
format::Network AnotherNetwork() {
  zoo::Builder net("another");
  net.Layer("end");
  net.Apply(format::NodeKind::kSoftmax, "softmax", net.Flatten("flatten", net.Input("input", {{1, 3, 4, 4}})));
  return std::move(net).Finish();
}

TEST_P(EngineConformance, KeepsModelsApart) {
  const std::size_t size = engine_.RunOnce(engine_.Ready(Whole())).size();
  EXPECT_EQ(engine_.RunOnce(engine_.Ready(engine_.Model(AnotherNetwork()))).size(), 4U * 3 * 4 * 4);
  EXPECT_EQ(engine_.RunOnce(engine_.Ready(Whole())).size(), size);
}

TEST_P(EngineConformance, AsksToBePrimedAgainOnceAnInputHasAnotherShape) {
  const SessionInfo session = engine_.Ready(Whole());
  Value(worker().SetTensor(session.inputs.at(0).name, engine::Tensor(graph::DType::kFloat32, {1, 2})));
  ExpectSays(ErrorOf(worker().Measure({.sessions = {session.id}})), ErrorCode::kBadInput, {"primed"});
  ExpectSays(ErrorOf(worker().Trace(session.id, 1)), ErrorCode::kBadInput, {"primed"});
  ExpectGoesOn();
}

// Two sessions whose outputs have one name: priming one takes the place from under the other.
TEST_P(EngineConformance, AsksToBePrimedAgainOnceAnotherTookItsOutputsPlace) {
  format::Network large = AnotherNetwork();
  OpenRequest first = engine_.Model(large, {"end/flatten"}, {"predictions"});
  const SessionInfo one = engine_.Ready(first);
  OpenRequest second = engine_.Model(Branching(), {"classes/fc"}, {"predictions"});
  const SessionInfo two = engine_.Ready(second);
  EXPECT_FALSE(engine_.RunOnce(two).empty());
  ExpectSays(ErrorOf(worker().Measure({.sessions = {one.id}})), ErrorCode::kBadInput, {"primed"});
  ASSERT_TRUE(worker().Prime(one.id));
  EXPECT_FALSE(engine_.RunOnce(one).empty());
}

}  // namespace
}  // namespace dnntune::conformance
