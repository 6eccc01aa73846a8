// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "format/tensorflow/draft.h"

namespace dnntune::format::tensorflow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::optional<Shape> ShapeOf(const Model& model, std::string_view tensor) {
  const auto id = model.graph().FindTensor(tensor);
  EXPECT_TRUE(id) << tensor;
  return id ? model.graph().tensors()[*id].shape : std::nullopt;
}

TEST(TensorFlowReader, FindsOperatorsShapesAndMacs) {
  const auto model = Chain().Read();
  ASSERT_TRUE(model) << model.error().message;
  const graph::Graph& graph = (*model)->graph();
  EXPECT_THAT(OperatorNames(graph), ElementsAre("a", "b", "y"));
  const auto& conv = Find(graph, "b");
  EXPECT_EQ(conv.macs, 6U * 6 * 6 * 4 * 9);
  EXPECT_EQ(conv.parameters, 6U * 4 * 9);
  EXPECT_EQ(conv.parameter_bytes, Bytes(6 * 4 * 9 * 4));
  EXPECT_EQ(conv.inputs.size(), 1U);
  EXPECT_EQ(ShapeOf(**model, "b"), (Shape{1, 6, 6, 6}));
  EXPECT_FALSE(graph.FindTensor("w"));
  EXPECT_FALSE(graph.FindTensor("w/read"));
  EXPECT_EQ(Find(graph, "a").macs, 0U);
}

TEST(TensorFlowReader, CountsMacsOfEveryMultiplyingOperator) {
  Draft draft;
  draft.Input("x", {1, 8, 8, 4}).Weight("dw", {3, 3, 4, 2}).Weight("m", {128, 3}).Weight("n", {5, 3});
  Window(draft.Node("DepthwiseConv2dNative", "a", {"x", "dw"}), 2, "SAME");
  draft.Integers("flat", {1, -1});
  draft.Node("Reshape", "b", {"a", "flat"});
  draft.Node("MatMul", "c", {"b", "m"});
  (*draft.Node("BatchMatMulV2", "y", {"c", "n"}).mutable_attr())["adj_y"].set_b(true);
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const graph::Graph& graph = (*model)->graph();
  EXPECT_EQ(Find(graph, "a").macs, 4U * 4 * 8 * 9);
  EXPECT_EQ(Find(graph, "c").macs, 3U * 128);
  EXPECT_EQ(Find(graph, "y").macs, 5U * 3);
  EXPECT_EQ(ShapeOf(**model, "y"), (Shape{1, 5}));
}

TEST(TensorFlowReader, InfersTheShapesOfWhatNetworksAreMadeOf) {
  Draft draft;
  draft.Input("x", {1, 7, 7, 2}).Integers("axis", {-1}).Integers("hw", {1, 2}).Integers("border", {0, 0, 1, 1, 2, 2, 0, 0});
  draft.Node("ConcatV2", "concat", {"x", "x", "axis"});
  draft.Node("Pad", "pad", {"concat", "border"});
  SetInts(Window(draft.Node("MaxPool", "pool", {"pad"}), 2, "SAME"), "ksize", {1, 3, 3, 1});
  (*draft.Node("Mean", "mean", {"pool", "hw"}).mutable_attr())["keep_dims"].set_b(true);
  SetInts(draft.Node("Squeeze", "squeeze", {"mean"}), "squeeze_dims", {1, 2});
  draft.Weight("one", {1});
  draft.Node("AddV2", "y", {"one", "squeeze"});
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(ShapeOf(**model, "concat"), (Shape{1, 7, 7, 4}));
  EXPECT_EQ(ShapeOf(**model, "pad"), (Shape{1, 9, 11, 4}));
  EXPECT_EQ(ShapeOf(**model, "pool"), (Shape{1, 5, 6, 4}));
  EXPECT_EQ(ShapeOf(**model, "mean"), (Shape{1, 1, 1, 4}));
  EXPECT_EQ(ShapeOf(**model, "squeeze"), (Shape{1, 4}));
  EXPECT_EQ(ShapeOf(**model, "y"), (Shape{1, 4}));
}

TEST(TensorFlowReader, TakesShapesThatARunFound) {
  Draft draft = Chain();
  draft.Node("Mystery", "z", {"y"});
  EXPECT_EQ(ShapeOf(**draft.Read(), "z"), std::nullopt);
  ReadOptions options;
  options.known_tensors["z"] = {graph::DType::kFloat32, {1, 3}};
  EXPECT_EQ(ShapeOf(**draft.Read(options), "z"), (Shape{1, 3}));
}

TEST(TensorFlowReader, LetsAnIdentityAtTheEndGiveTheTensorItsName) {
  Draft draft = Chain();
  draft.Node("Identity", "predictions", {"y"});
  draft.Node("NoOp", "init", {"^predictions"});
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_THAT(OperatorNames((*model)->graph()), ElementsAre("a", "b", "y"));
  EXPECT_TRUE((*model)->graph().FindTensor("predictions"));
  EXPECT_FALSE((*model)->graph().FindTensor("y"));
}

TEST(TensorFlowReader, TellsAnOperatorsOutputsApart) {
  Draft draft;
  draft.Input("x", {1, 6}).Integers("axis", {1});
  (*draft.Node("Split", "split", {"axis", "x"}).mutable_attr())["num_split"].set_i(3);
  draft.Node("Sub", "y", {"split:2", "split"});
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(Find((*model)->graph(), "split").outputs.size(), 2U);
  EXPECT_EQ(ShapeOf(**model, "split"), (Shape{1, 2}));
  EXPECT_EQ(ShapeOf(**model, "split:2"), (Shape{1, 2}));
}

TEST(TensorFlowReader, MakesALoopOneOperator) {
  const auto model = Loop().Read();
  ASSERT_TRUE(model) << model.error().message;
  const graph::Graph& graph = (*model)->graph();
  EXPECT_THAT(OperatorNames(graph), ElementsAre("before", "while", "y"));
  const auto& loop = Find(graph, "while");
  EXPECT_EQ(loop.type, "ControlFlow");
  EXPECT_EQ(loop.parameters, 4U);
  EXPECT_FALSE(loop.macs);
  EXPECT_THAT(loop.outputs, ElementsAre(*graph.FindTensor("while/Exit")));
  const auto cut = (*model)->Slice(std::vector<std::string>{"while/Mul"}, {});
  ASSERT_FALSE(cut);
  EXPECT_THAT(cut.error().message, HasSubstr("'while/Mul' is inside of control flow"));
}

TEST(TensorFlowReader, MakesAConditionalOneOperator) {
  Draft draft;
  draft.Input("x", {4}).Input("flag", {});
  draft.Node("Switch", "cond/Switch", {"x", "flag"});
  draft.Node("Relu", "cond/on", {"cond/Switch:1"});
  draft.Node("Neg", "cond/off", {"cond/Switch"});
  draft.Node("Merge", "cond/Merge", {"cond/off", "cond/on"});
  draft.Node("Relu", "y", {"cond/Merge"});
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_THAT(OperatorNames((*model)->graph()), ElementsAre("cond", "y"));
  EXPECT_EQ(Find((*model)->graph(), "cond").inputs.size(), 2U);
}

TEST(TensorFlowReader, KeepsALoopTogetherWithTheListsThatItReadsAndWrites) {
  Draft draft;
  draft.Input("x", {4, 2}).Integers("shape", {2});
  draft.Node("TensorListFromTensor", "rnn/list", {"x", "shape"});
  (*draft.Node("StatelessWhile", "rnn/while", {"rnn/list"}).mutable_attr())["body"].mutable_func()->set_name("body");
  draft.Node("TensorListStack", "rnn/stack", {"rnn/while", "shape"});
  draft.Node("Relu", "y", {"rnn/stack"});
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_THAT(OperatorNames((*model)->graph()), ElementsAre("rnn", "y"));
  EXPECT_EQ(Find((*model)->graph(), "rnn").type, "ControlFlow");
}

TEST(TensorFlowReader, LeavesOutWhatIsLeftOverOfALoop) {
  Draft draft = Loop();
  draft.Node("Exit", "while/Exit_1", {"while/Switch"});
  draft.Node("Identity", "while/pivot", {"while/Switch:1"});
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ((*model)->graph().outputs().size(), 1U);
}

TEST(TensorFlowReader, AsksForTheShapeOfAFreeInput) {
  Draft draft;
  draft.Input("x", {-1, 4});
  draft.Node("Relu", "y", {"x"});
  EXPECT_THAT(draft.ReadError(), HasSubstr("input 'x' of shape [?,4] leaves dimension 0 free; set model.input_shape"));
  ReadOptions options;
  options.input_shapes["x:0"] = {3, 4};
  EXPECT_EQ(ShapeOf(**draft.Read(options), "y"), (Shape{3, 4}));
  options.input_shapes = {{"", {3, 5}}};
  EXPECT_THAT(draft.ReadError(options), HasSubstr("has shape [?,4], which the given shape [3,5] does not fit"));
  options.input_shapes = {{"z", {3, 4}}};
  EXPECT_THAT(draft.ReadError(options), HasSubstr("'z', which the model does not have; it has x"));
}

TEST(TensorFlowReader, ListsTheCandidatesForAnUnknownName) {
  ReadOptions options;
  options.inputs = {"image"};
  EXPECT_THAT(Chain().ReadError(options), HasSubstr("no tensor 'image' to be an input; the file's own inputs are x"));
  options.inputs = {};
  options.outputs = {"why"};
  EXPECT_THAT(Chain().ReadError(options), HasSubstr("the file's own outputs are y"));
}

TEST(TensorFlowReader, ReadsThePartBetweenGivenTensors) {
  ReadOptions options;
  options.inputs = {"a:0"};
  options.outputs = {"b:0"};
  const auto model = Chain().Read(options);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_THAT(OperatorNames((*model)->graph()), ElementsAre("b"));
}

TEST(TensorFlowReader, RefusesWhatCannotBeRun) {
  Draft nothing_to_feed;
  nothing_to_feed.Node("RandomUniform", "x");
  nothing_to_feed.Node("Relu", "y", {"x"});
  EXPECT_THAT(nothing_to_feed.ReadError(), HasSubstr("depend on no Placeholder; name what is to be fed in model.input_name"));
  Draft not_frozen;
  not_frozen.Input("x", {4});
  not_frozen.Node("VariableV2", "v");
  not_frozen.Node("Add", "y", {"x", "v"});
  EXPECT_THAT(not_frozen.ReadError(), HasSubstr("it is not frozen: node 'v' (VariableV2)"));
  Draft dangling = Chain();
  dangling.Node("Add", "z", {"y", "gone"});
  EXPECT_THAT(dangling.ReadError(), HasSubstr("node 'z' reads 'gone', which is not in the file"));
  Draft twice = Chain();
  twice.Node("Relu", "y", {"b"});
  EXPECT_THAT(twice.ReadError(), HasSubstr("two nodes are called 'y'"));
}

TEST(TensorFlowReader, SaysWhatTheFileIsInstead) {
  const auto error = [](std::string_view bytes) { return Parse(std::string(bytes), "x.pb", {}).error().message; };
  EXPECT_THAT(error("node {\n  name: \"x\"\n}"), HasSubstr("it is a GraphDef as text"));
  EXPECT_THAT(error(std::string("\x08\x01\x12\x05xxxxx")), HasSubstr("freeze it to one GraphDef"));
  const std::string bytes = Chain().Bytes();
  EXPECT_THAT(error(bytes.substr(0, bytes.size() - 10)), HasSubstr("truncated or damaged"));
}

TEST(TensorFlowReader, EveryPrefixOfAFileIsReadOrRefused) {
  const std::string bytes = Loop().Bytes();
  for (std::size_t size = 0; size < bytes.size(); ++size) (void)Parse(bytes.substr(0, size), "cut.pb", {});
}

}  // namespace
}  // namespace dnntune::format::tensorflow
