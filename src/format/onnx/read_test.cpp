// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "format/onnx/draft.h"

namespace dnntune::format::onnx {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(OnnxReader, FindsOperatorsShapesAndMacs) {
  const auto model = Chain().Read();
  ASSERT_TRUE(model) << model.error().message;
  const graph::Graph& graph = (*model)->graph();
  EXPECT_EQ(graph.operators().size(), 3U);
  const auto& conv = Find(graph, "b_op");
  EXPECT_EQ(conv.macs, 6U * 6 * 6 * 4 * 9);
  EXPECT_EQ(conv.parameters, 6U * 4 * 9);
  EXPECT_EQ(conv.parameter_bytes, Bytes(6 * 4 * 9 * 4));
  EXPECT_EQ(conv.inputs.size(), 1U);
  EXPECT_THAT(*graph.tensors()[*graph.FindTensor("b")].shape, ElementsAre(1, 6, 6, 6));
  EXPECT_EQ(graph.tensors()[*graph.FindTensor("b")].bytes, Bytes(6 * 6 * 6 * 4));
  EXPECT_FALSE(graph.FindTensor("w"));
  EXPECT_EQ(Find(graph, "a_op").macs, 0U);
}

TEST(OnnxReader, CountsMacsOfEveryMultiplyingOperator) {
  Draft draft;
  draft.Input("x", {1, 4, 8, 8})
      .Output("y")
      .Weight("dw", {4, 1, 3, 3})
      .Weight("t", {4, 5, 2, 2})
      .Weight("g", {3, 245})
      .Weight("m", {3, 7});
  auto& depthwise = draft.Node("Conv", {"x", "dw"}, "a");
  Attribute(depthwise, "group", AttributeProto::INT).set_i(4);
  draft.Node("ConvTranspose", {"a", "t"}, "b");
  draft.Node("Flatten", {"b"}, "c");
  auto& gemm = draft.Node("Gemm", {"c", "g"}, "d");
  Attribute(gemm, "transB", AttributeProto::INT).set_i(1);
  draft.Node("MatMul", {"d", "m"}, "y");
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const graph::Graph& graph = (*model)->graph();
  EXPECT_EQ(Find(graph, "a_op").macs, 4U * 6 * 6 * 9);
  EXPECT_EQ(Find(graph, "b_op").macs, 4U * 6 * 6 * 5 * 4);
  EXPECT_EQ(Find(graph, "d_op").macs, 3U * 245);
  EXPECT_EQ(Find(graph, "y_op").macs, 3U * 7);
}

TEST(OnnxReader, DoesNotCountWhatItDoesNotKnow) {
  Draft draft;
  draft.model.add_opset_import()->set_domain("com.example");
  draft.Input("x", {1, 4}).Output("y").Weight("w", {4, 2});
  draft.Node("Mystery", {"x"}, "a").set_domain("com.example");
  draft.Node("MatMul", {"a", "w"}, "y");
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const graph::Graph& graph = (*model)->graph();
  EXPECT_EQ(Find(graph, "a_op").type, "com.example.Mystery");
  EXPECT_FALSE(Find(graph, "a_op").macs);
  EXPECT_FALSE(Find(graph, "y_op").macs);
  EXPECT_FALSE(graph.tensors()[*graph.FindTensor("a")].shape);
  ReadOptions options;
  options.known_tensors["a"] = {graph::DType::kFloat32, {1, 4}};
  options.known_tensors["y"] = {graph::DType::kFloat32, {1, 2}};
  EXPECT_EQ(Find((*draft.Read(options))->graph(), "y_op").macs, 8U);
}

TEST(OnnxReader, LeavesOutAnOutputThatIsAWeightButKeepsItInSlices) {
  Draft draft = Chain();
  draft.Output("anchors").Weight("anchors", {2, 4});
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const graph::Graph& graph = (*model)->graph();
  ASSERT_EQ(graph.outputs().size(), 1U);
  EXPECT_EQ(graph.tensors()[graph.outputs()[0]].name, "y");
  const ModelProto slice = ProtoOf((*model)->Slice({}, {}));
  EXPECT_THAT(Names(slice.graph().output()), ElementsAre("y", "anchors"));
  EXPECT_EQ(slice.graph().initializer_size(), 2);
}

TEST(OnnxReader, FoldsWhatDependsOnConstantsOnlyButKeepsItInSlices) {
  Draft draft;
  draft.Input("x", {1, 4}).Output("y").Weight("w", {2, 4});
  auto& constant = draft.Node("Constant", {}, "unused");
  auto& value = *Attribute(constant, "value", AttributeProto::TENSOR).mutable_t();
  value.set_data_type(TensorProto::FLOAT);
  value.add_float_data(1);
  auto& transpose = draft.Node("Transpose", {"w"}, "wt");
  auto& perm = Attribute(transpose, "perm", AttributeProto::INTS);
  perm.add_ints(1);
  perm.add_ints(0);
  draft.Node("MatMul", {"x", "wt"}, "y");
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  ASSERT_EQ((*model)->graph().operators().size(), 1U);
  EXPECT_EQ((*model)->graph().operators()[0].parameters, 8U);
  EXPECT_THAT(NodeNames(ProtoOf((*model)->Slice({}, {}))), ElementsAre("wt_op", "y_op"));
}

TEST(OnnxReader, TakesWeightsOutOfTheInputsOfOldFiles) {
  Draft draft = Chain();
  draft.model.set_ir_version(3);
  draft.Input("w", {6, 4, 3, 3});
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ((*model)->graph().inputs().size(), 1U);
  EXPECT_THAT(Names(ProtoOf((*model)->Slice({}, {})).graph().input()), ElementsAre("x", "w"));
}

TEST(OnnxReader, TreatsAnOperatorWithSubgraphsAsOneThatReadsWhatTheyCapture) {
  Draft draft;
  draft.Input("x", {4}).Input("flag", {1}).Output("y").Weight("w", {4});
  draft.model.mutable_graph()->mutable_input(1)->mutable_type()->mutable_tensor_type()->set_elem_type(TensorProto::BOOL);
  draft.Node("Relu", {"x"}, "a");
  auto& branch = draft.Node("If", {"flag"}, "y");
  for (const char* name : {"then_branch", "else_branch"}) {
    auto& inner = *Attribute(branch, name, AttributeProto::GRAPH).mutable_g();
    auto& node = *inner.add_node();
    node.set_op_type("Add");
    node.add_input("a");
    node.add_input("w");
    node.add_output("inner");
    inner.add_output()->set_name("inner");
  }
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const graph::Graph& graph = (*model)->graph();
  const auto& op = Find(graph, "y_op");
  std::vector<std::string> reads;
  for (const auto input : op.inputs) reads.push_back(graph.tensors()[input].name);
  EXPECT_THAT(reads, testing::IsSupersetOf({"flag", "a"}));
  EXPECT_FALSE(op.macs);
  EXPECT_EQ(ProtoOf((*model)->Slice(std::vector<std::string>{"flag", "a"}, {})).graph().initializer_size(), 1);
}

TEST(OnnxReader, LeavesOutOptionalInputs) {
  Draft draft(11);
  draft.Input("x", {1, 4}).Output("y").Weight("high", {});
  draft.Node("Clip", {"x", "", "high"}, "y");
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ((*model)->graph().operators()[0].inputs.size(), 1U);
}

TEST(OnnxReader, KnowsOperatorsByTheOpsetOfTheFile) {
  Draft draft(18);
  draft.Input("x", {2, 3, 4}).Output("y");
  auto& axes = *draft.model.mutable_graph()->add_initializer();
  axes.set_name("axes");
  axes.set_data_type(TensorProto::INT64);
  axes.add_dims(1);
  axes.add_int64_data(1);
  draft.Node("ReduceMean", {"x", "axes"}, "y");
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const auto& output = (*model)->graph().tensors()[(*model)->graph().outputs()[0]];
  EXPECT_EQ(output.shape, (std::vector<std::int64_t>{2, 1, 4}));
  EXPECT_EQ(output.dtype, graph::DType::kFloat32);
}

// ImageScaler was experimental, and ONNX Runtime still has it.
TEST(OnnxReader, LeavesAnOperatorThatOnnxDoesNotListToTheEngine) {
  Draft draft = Chain();
  draft.model.mutable_graph()->mutable_node(0)->set_op_type("ImageScaler");
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ((*model)->inference_failure(), "");
  const auto& made = (*model)->graph().tensors()[*(*model)->graph().FindTensor("a")];
  EXPECT_FALSE(made.dtype);
  EXPECT_FALSE(made.shape);
}

TEST(OnnxReader, GuessesNoTypeOfAnUnknownOperatorsOutput) {
  Draft draft;
  draft.model.add_opset_import()->set_domain("com.microsoft");
  draft.Input("ids", {1, 4}).Output("y").Weight("w", {16, 4});
  draft.model.mutable_graph()->mutable_input(0)->mutable_type()->mutable_tensor_type()->set_elem_type(TensorProto::INT32);
  draft.Node("EmbedLayerNormalization", {"ids", "", "w"}, "h").set_domain("com.microsoft");
  draft.Node("Relu", {"h"}, "y");
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_FALSE((*model)->graph().tensors()[*(*model)->graph().FindTensor("h")].dtype);
  // What the store of a worker holds is what the slice declares.
  const std::vector<std::string> inputs{"h"};
  const ModelProto slice = ProtoOf((*model)->Slice(inputs, {}, {{"h", {graph::DType::kFloat16, {1, 4, 4}}}}));
  EXPECT_EQ(slice.graph().input(0).type().tensor_type().elem_type(), TensorProto::FLOAT16);
  EXPECT_EQ(slice.graph().input(0).type().tensor_type().shape().dim_size(), 3);
}

TEST(OnnxReader, ReadsAShapeOfWhatItKnowsNoTypeOf) {
  Draft draft(18);
  draft.model.add_opset_import()->set_domain("com.example");
  draft.Input("x", {1, 4}).Output("y");
  draft.Node("Mystery", {"x"}, "a").set_domain("com.example");
  draft.Node("Shape", {"a"}, "s");
  draft.Node("Reshape", {"x", "s"}, "y");
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ((*model)->graph().tensors()[*(*model)->graph().FindTensor("s")].dtype, graph::DType::kInt64);
}

TEST(OnnxReader, TakesTheTypeThatACastSays) {
  Draft draft(19);
  draft.Input("x", {1, 4}).Output("y");
  auto& cast = draft.Node("Cast", {"x"}, "a");
  Attribute(cast, "to", AttributeProto::INT).set_i(TensorProto::FLOAT8E4M3FN);
  Attribute(cast, "saturate", AttributeProto::INT).set_i(0);
  Attribute(draft.Node("Cast", {"a"}, "y"), "to", AttributeProto::INT).set_i(TensorProto::FLOAT);
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const auto& made = (*model)->graph().tensors()[*(*model)->graph().FindTensor("a")];
  EXPECT_EQ(made.dtype, graph::DType::kFloat8E4M3Fn);
  EXPECT_EQ(made.bytes, Bytes(4));
}

TEST(OnnxReader, KeepsASequenceInsideOneLayer) {
  Draft draft(13);
  draft.Input("x", {2, 4}).Output("y");
  draft.Node("SplitToSequence", {"x"}, "parts");
  draft.Node("ConcatFromSequence", {"parts"}, "joined");
  Attribute(*draft.model.mutable_graph()->mutable_node(1), "axis", AttributeProto::INT).set_i(0);
  draft.Node("Relu", {"joined"}, "y");
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const graph::Graph& graph = (*model)->graph();
  EXPECT_TRUE(graph.tensors()[*graph.FindTensor("parts")].is_confined);
  EXPECT_EQ(Find(graph, "parts_op").layer, Find(graph, "joined_op").layer);
  EXPECT_NE(Find(graph, "y_op").layer, Find(graph, "joined_op").layer);
}

TEST(OnnxReader, TellsWhichRowsAnInputPicks) {
  Draft draft;
  draft.Input("ids", {1, 4}).Input("mask", {1, 4}).Output("y").Output("z").Weight("table", {30, 8});
  for (int i = 0; i < 2; ++i) {
    draft.model.mutable_graph()->mutable_input(i)->mutable_type()->mutable_tensor_type()->set_elem_type(TensorProto::INT64);
  }
  auto& one = *draft.model.mutable_graph()->add_initializer();
  one.set_name("one");
  one.set_data_type(TensorProto::FLOAT);
  one.add_float_data(1);
  draft.Node("Identity", {"ids"}, "same");
  draft.Node("Gather", {"table", "same"}, "y");
  Attribute(draft.Node("Cast", {"mask"}, "real"), "to", AttributeProto::INT).set_i(TensorProto::FLOAT);
  draft.Node("Sub", {"one", "real"}, "z");
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const auto range = [&](const char* name) { return (*model)->graph().tensors()[*(*model)->graph().FindTensor(name)].range; };
  ASSERT_TRUE(range("ids"));
  EXPECT_EQ(range("ids")->low, 0);
  EXPECT_EQ(range("ids")->high, 29);
  EXPECT_EQ(range("ids")->because, "'y_op' (Gather) picks from 30 of 'table' by it");
  ASSERT_TRUE(range("mask"));
  EXPECT_EQ(range("mask")->high, 1);
}

TEST(OnnxReader, RefusesAStrideOfZero) {
  Draft draft = Chain();
  Attribute(*draft.model.mutable_graph()->mutable_node(1), "strides", AttributeProto::INTS).add_ints(0);
  EXPECT_THAT(draft.ReadError(), HasSubstr("node 'b_op' (Conv) has attribute 'strides' that is not positive"));
}

TEST(OnnxReader, RefusesATruncatedFile) {
  const std::string bytes = Chain().Bytes();
  const auto model = Parse(bytes.substr(0, bytes.size() - 100), "cut.onnx", {});
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(model.error().message, HasSubstr("cut.onnx: the file is truncated or damaged"));
}

TEST(OnnxReader, EveryPrefixOfAFileIsReadOrRefused) {
  const std::string bytes = Chain().Bytes();
  for (std::size_t size = 0; size < bytes.size(); ++size) (void)Parse(bytes.substr(0, size), "cut.onnx", {});
}

TEST(OnnxReader, AsksForTheShapeOfAFreeInput) {
  Draft draft;
  draft.Input("x", {-1, 4}).Output("y");
  draft.Node("Relu", {"x"}, "y");
  EXPECT_THAT(draft.ReadError(), HasSubstr("input 'x' of rank 2 leaves dimension 0 ('N') free; set model.input_shape"));
  ReadOptions options;
  options.input_shapes[""] = {3, 4};
  const auto model = draft.Read(options);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ((*model)->graph().tensors()[(*model)->graph().outputs()[0]].bytes, Bytes(48));
}

TEST(OnnxReader, RefusesAShapeThatDoesNotFit) {
  ReadOptions options;
  options.input_shapes["x"] = {1, 3, 8, 8};
  EXPECT_THAT(Chain().ReadError(options), HasSubstr("input 'x' has shape [1,4,8,8], which the given shape [1,3,8,8] does not fit"));
  options.input_shapes["x"] = {1, 4};
  EXPECT_THAT(Chain().ReadError(options), HasSubstr("does not fit"));
}

TEST(OnnxReader, RefusesAShapeForAnInputThatDoesNotExist) {
  ReadOptions options;
  options.input_shapes["xx"] = {1};
  EXPECT_THAT(Chain().ReadError(options), HasSubstr("did you mean 'x'?"));
}

TEST(OnnxReader, SuggestsTheNearestInputAndOutput) {
  ReadOptions options;
  options.outputs = {"Y"};
  EXPECT_THAT(Chain().ReadError(options), HasSubstr("no tensor 'Y' to be an output; did you mean"));
  options.outputs = {};
  options.inputs = {"z"};
  EXPECT_THAT(Chain().ReadError(options), HasSubstr("the file's own inputs are x"));
}

TEST(OnnxReader, ReadsThePartBetweenGivenTensors) {
  ReadOptions options;
  options.inputs = {"a"};
  options.outputs = {"b"};
  const auto model = Chain().Read(options);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ((*model)->graph().operators().size(), 1U);
  EXPECT_THAT(NodeNames(ProtoOf((*model)->Slice({}, {}))), ElementsAre("b_op"));
}

TEST(OnnxReader, SaysWhatQuantisedIntegersStandFor) {
  Draft draft;
  draft.Input("x", {1, 2}).Output("y");
  const auto add = [&](const char* name, int type) -> TensorProto& {
    auto& constant = *draft.model.mutable_graph()->add_initializer();
    constant.set_name(name);
    constant.set_data_type(type);
    return constant;
  };
  add("step", TensorProto::FLOAT).add_float_data(0.5F);
  add("zero", TensorProto::UINT8).set_raw_data("\x80");
  auto& steps = add("steps", TensorProto::FLOAT);  // one for every channel
  steps.add_dims(2);
  for (const float step : {0.5F, 0.25F}) steps.add_float_data(step);
  draft.Node("QuantizeLinear", {"x", "step", "zero"}, "q");
  draft.Node("Relu", {"q"}, "r");
  draft.Node("DequantizeLinear", {"r", "step", "zero"}, "real");
  draft.Node("QuantizeLinear", {"real", "steps"}, "by_channel");
  draft.Node("DequantizeLinear", {"by_channel", "steps"}, "y");
  const auto model = draft.Read().value();
  const auto of = [&](const char* name) { return model->graph().tensors()[*model->graph().FindTensor(name)].quantization; };
  EXPECT_EQ(of("q"), (graph::Quantization{0.5, 128}));
  EXPECT_EQ(of("r"), (graph::Quantization{0.5, 128}));
  EXPECT_FALSE(of("by_channel"));
  EXPECT_FALSE(of("x"));
}

}  // namespace
}  // namespace dnntune::format::onnx
