// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "format/tensorflow/draft.h"

namespace dnntune::format::tensorflow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Names = std::vector<std::string>;

TEST(TensorFlowSlice, HoldsWhatItNeedsAndNoMore) {
  const auto model = Chain().Read();
  ASSERT_TRUE(model) << model.error().message;
  const GraphDef tail = ProtoOf((*model)->Slice(Names{"b"}, {}));
  EXPECT_THAT(NodeNames(tail), ElementsAre("b", "y"));
  EXPECT_EQ(tail.node(0).op(), "Placeholder");
  EXPECT_EQ(tail.node(0).attr().at("shape").shape().dim(3).size(), 6);
  EXPECT_EQ(tail.node(0).attr().at("dtype").type(), DT_FLOAT);
  const GraphDef head = ProtoOf((*model)->Slice({}, Names{"b"}));
  EXPECT_THAT(NodeNames(head), ElementsAre("x", "w", "w/read", "a", "b"));
}

TEST(TensorFlowSlice, KeepsWhatItDoesNotKnow) {
  Draft draft = Chain();
  const std::string unknown = "\xf2\x2e\x03new";  // field 750
  ASSERT_TRUE(draft.graph.mutable_node(4)->MergeFromString(unknown));
  ASSERT_TRUE(draft.graph.mutable_library()->MergeFromString(unknown));
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const GraphDef slice = ProtoOf((*model)->Slice(Names{"a"}, Names{"b"}));
  EXPECT_THAT(slice.node(3).SerializeAsString(), HasSubstr(unknown));
  EXPECT_EQ(slice.library().SerializeAsString(), unknown);
}

TEST(TensorFlowSlice, DropsWaitsForWhatIsNotInIt) {
  Draft draft = Chain();
  draft.graph.mutable_node(5)->add_input("^a");
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const auto inputs = [](const GraphDef& graph) {
    const auto& list = graph.node(graph.node_size() - 1).input();
    return Names(list.begin(), list.end());
  };
  EXPECT_THAT(inputs(ProtoOf((*model)->Slice({}, {}))), ElementsAre("b", "^a"));
  EXPECT_THAT(inputs(ProtoOf((*model)->Slice(Names{"b"}, {}))), ElementsAre("b"));
}

TEST(TensorFlowSlice, FeedsOneOfSeveralOutputs) {
  Draft draft;
  draft.Input("x", {1, 6}).Integers("axis", {1});
  (*draft.Node("Split", "split", {"axis", "x"}).mutable_attr())["num_split"].set_i(2);
  draft.Node("Sub", "y", {"split:1", "split"});
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const auto both = (*model)->Slice(Names{"split", "split:1"}, {});
  EXPECT_THAT(NodeNames(ProtoOf(both)), ElementsAre("split", "split.1", "y"));
  const auto again = Parse(*both, "slice.pb", {});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_TRUE((*again)->graph().FindTensor("split:1"));
  EXPECT_EQ(ProtoOf((*again)->Slice({}, {})).SerializeAsString().size(), both->size());
  const auto edges = FindEdges(*both, "slice.pb");
  ASSERT_TRUE(edges) << edges.error().message;
  EXPECT_EQ(edges->inputs.at(1).tensor, "split:1");
  EXPECT_EQ(edges->inputs.at(1).node, "split.1");
  EXPECT_THAT(NodeNames(ProtoOf((*model)->Slice(Names{"x", "split"}, {}))), ElementsAre("x", "split.0", "axis", "split", "y"));
}

TEST(TensorFlowSlice, TakesALoopWhole) {
  const auto model = Loop().Read();
  ASSERT_TRUE(model) << model.error().message;
  const GraphDef loop = ProtoOf((*model)->Slice(Names{"before"}, Names{"while/Exit"}));
  EXPECT_EQ(loop.node_size(), 11);
  const GraphDef tail = ProtoOf((*model)->Slice(Names{"while/Exit"}, {}));
  EXPECT_THAT(NodeNames(tail), ElementsAre("while/Exit", "y"));
}

TEST(TensorFlowSlice, NamesTheInputThatIsMissing) {
  Draft draft;
  draft.Input("x", {4}).Input("mask", {4});
  draft.Node("Relu", "a", {"x"});
  draft.Node("Mul", "y", {"a", "mask"});
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const auto slice = (*model)->Slice(Names{"a"}, {});
  ASSERT_FALSE(slice);
  EXPECT_THAT(slice.error().message, HasSubstr("need tensor 'mask'"));
}

}  // namespace
}  // namespace dnntune::format::tensorflow
