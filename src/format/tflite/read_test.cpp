// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <set>

#include "format/tflite/draft.h"
#include "format/tflite/kinds.h"

namespace dnntune::format::tflite {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Code = schema::BuiltinOperator;
using Shape = std::vector<std::int64_t>;

// image [1,8,8,3] -> convolution with half precision weights -> a kind of operator that is nobody's -> out.
Draft HalfPrecision() {
  Draft draft;
  draft.Input("image", {1, 8, 8, 3}).Shape("maps", {1, 8, 8, 4}).Shape("weight", {4, 3, 3, 3}).Output("out");
  draft.Constant("half", {4, 3, 3, 3}, 216, schema::TensorType::FLOAT16).Constant("bias", {4}, 16);
  draft.Operator(Code::DEQUANTIZE, {"half"}, {"weight"});
  draft.Operator(Code::CONV_2D, {"image", "weight", "bias"}, {"maps"});
  draft.Operator(Code::CUSTOM, {"maps"}, {"out"}, "Sparkle");
  return draft;
}

TEST(TfliteReader, FoldsOperatorsOfConstantsAway) {
  const auto model = HalfPrecision().Read().value();
  const graph::Graph& graph = model->graph();
  ASSERT_EQ(graph.operators().size(), 2U);
  EXPECT_EQ(graph.operators()[0].name, "maps");
  EXPECT_EQ(graph.operators()[0].type, "CONV_2D");
  EXPECT_EQ(graph.operators()[0].macs, 8U * 8 * 4 * 27);
  EXPECT_EQ(graph.operators()[0].parameters, 112U);
  EXPECT_EQ(graph.operators()[0].parameter_bytes, Bytes(232));
  EXPECT_FALSE(graph.FindTensor("weight"));
}

TEST(TfliteReader, LeavesOutAnOutputThatIsAWeightButKeepsItInSlices) {
  Draft draft = HalfPrecision();
  draft.Constant("anchors", {2, 4}, 32).Output("anchors");
  const auto model = draft.Read().value();
  ASSERT_EQ(model->graph().outputs().size(), 1U);
  EXPECT_EQ(model->graph().tensors()[model->graph().outputs()[0]].name, "out");
  const std::string slice = model->Slice({}, {}).value();
  EXPECT_EQ(flatbuffers::GetRoot<schema::Model>(slice.data())->subgraphs()->Get(0)->outputs()->size(), 2U);
}

TEST(TfliteReader, NamesCustomOperatorsAndCountsNothingForThem) {
  const auto model = HalfPrecision().Read().value();
  const graph::Operator& op = model->graph().operators()[1];
  EXPECT_EQ(op.type, "custom.Sparkle");
  EXPECT_FALSE(op.macs);
}

TEST(TfliteReader, CountsTheMultiplicationsOfEachKind) {
  Draft draft;
  draft.Input("x", {1, 4, 4, 2}).Constant("shape", {4}, 16, schema::TensorType::INT32);
  draft.Constant("depthwise_w", {1, 3, 3, 2}, 72).Constant("up_w", {5, 2, 2, 2}, 160).Constant("fc_w", {7, 320}, 8960);
  draft.Shape("depthwise", {1, 4, 4, 2}).Shape("up", {1, 8, 8, 5}).Shape("flat", {1, 320}).Shape("fc", {1, 7}).Output("fc");
  draft.Operator(Code::DEPTHWISE_CONV_2D, {"x", "depthwise_w", ""}, {"depthwise"});
  draft.Operator(Code::TRANSPOSE_CONV, {"shape", "up_w", "depthwise"}, {"up"});
  draft.Operator(Code::RESHAPE, {"up", "shape"}, {"flat"});
  draft.Operator(Code::FULLY_CONNECTED, {"flat", "fc_w", ""}, {"fc"});
  const auto model = draft.Read().value();
  const auto operators = model->graph().operators();
  ASSERT_EQ(operators.size(), 4U);
  EXPECT_EQ(operators[0].macs, 4U * 4 * 2 * 9);
  EXPECT_EQ(operators[1].macs, 4U * 4 * 2 * 5 * 4);
  EXPECT_EQ(operators[1].parameters, 40U);  // the shape is no weight
  EXPECT_EQ(operators[2].macs, 0U);
  EXPECT_EQ(operators[3].macs, 7U * 320);
}

TEST(TfliteReader, CountsAQuantisedBiasAsAWeight) {
  Draft draft;
  draft.Input("x", {1, 4}).Shape("y", {1, 2}).Output("y");
  draft.Constant("w", {2, 4}, 8, schema::TensorType::INT8).Constant("b", {2}, 8, schema::TensorType::INT32);
  draft.At("b").quantization = std::make_unique<schema::QuantizationParametersT>();
  draft.At("b").quantization->scale = {0.5F};
  draft.Operator(Code::FULLY_CONNECTED, {"x", "w", "b"}, {"y"});
  EXPECT_EQ(draft.Read().value()->graph().operators()[0].parameters, 10U);
}

TEST(TfliteReader, SaysWhatQuantisedIntegersStandFor) {
  Draft draft;
  draft.Input("x", {1, 2}).Shape("y", {1, 2}).Shape("z", {1, 2}).Output("z");
  draft.Operator(Code::RELU, {"x"}, {"y"});
  draft.Operator(Code::RELU, {"y"}, {"z"});
  for (const char* name : {"x", "y", "z"}) {
    draft.At(name).type = schema::TensorType::INT8;
    draft.At(name).quantization = std::make_unique<schema::QuantizationParametersT>();
  }
  draft.At("x").quantization->scale = {0.5F};
  draft.At("x").quantization->zero_point = {-128};
  draft.At("y").quantization->scale = {0.5F, 0.25F};  // one for every channel
  draft.At("z").quantization->scale = {-1};
  const auto model = draft.Read().value();
  const auto of = [&](const char* name) { return model->graph().tensors()[*model->graph().FindTensor(name)].quantization; };
  EXPECT_EQ(of("x"), (graph::Quantization{0.5, -128}));
  EXPECT_FALSE(of("y"));
  EXPECT_FALSE(of("z"));
}

TEST(TfliteReader, GivesTensorsWithoutANameOfTheirOwnOne) {
  Draft draft;
  draft.Input("x", {2}).Shape("a", {2}).Shape("b", {2}).Output("b");
  draft.Operator(Code::RELU, {"x"}, {"a"});
  draft.Operator(Code::RELU, {"a"}, {"b"});
  draft.At("a").name = "";
  draft.At("b").name = "x";
  const auto model = draft.Read().value();
  std::vector<std::string> names;
  for (const graph::Tensor& tensor : model->graph().tensors()) names.push_back(tensor.name);
  EXPECT_THAT(names, ElementsAre("x", "tensor_1", "x_2"));
}

TEST(TfliteReader, TakesTheBatchThatTheFileLeavesFreeForOne) {
  Draft draft;
  draft.Input("x", {1, 4}).Shape("y", {1, 4}).Output("y");
  draft.At("x").shape_signature = draft.At("y").shape_signature = {-1, 4};
  draft.Operator(Code::RELU, {"x"}, {"y"});
  const auto model = draft.Read().value();
  EXPECT_EQ(model->graph().tensors()[*model->graph().FindTensor("y")].shape, (Shape{1, 4}));
  ReadOptions options;
  options.input_shapes[""] = {3, 4};
  const auto larger = draft.Read(options).value();
  EXPECT_EQ(larger->graph().tensors()[*larger->graph().FindTensor("x")].shape, (Shape{3, 4}));
  EXPECT_FALSE(larger->graph().tensors()[*larger->graph().FindTensor("y")].shape);  // only a run tells
  options.input_shapes[""] = {3, 5};
  EXPECT_THAT(draft.ReadError(options), HasSubstr("'x' has shape [-1,4], which the given shape [3,5] does not fit"));
}

TEST(TfliteReader, AsksForOtherDimensionsThatTheFileLeavesFree) {
  Draft draft;
  draft.Input("x", {1, 1, 4}).Shape("y", {1, 1, 4}).Output("y");
  draft.At("x").shape_signature = {-1, -1, 4};
  draft.Operator(Code::RELU, {"x"}, {"y"});
  EXPECT_THAT(draft.ReadError(), HasSubstr("'x' of rank 3 leaves dimension 0, 1 free; set model.input_shape"));
  ReadOptions options;
  options.allow_free_dimensions = true;
  EXPECT_TRUE(draft.Read(options));
}

TEST(TfliteReader, MakesOneLayerOfOperatorsThatShareVariables) {
  Draft draft;
  draft.Input("x", {2}).Shape("a/b/y", {2}).Output("a/b/y");
  draft.Operator(Code::VAR_HANDLE, {}, {"handle"});
  draft.Operator(Code::ASSIGN_VARIABLE, {"handle", "x"}, {});
  draft.Operator(Code::READ_VARIABLE, {"handle"}, {"a/read/value"});
  draft.Operator(Code::ADD, {"a/read/value", "x"}, {"a/b/y"});
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ((*model)->graph().layers().size(), 1U);
}

TEST(TfliteReader, TakesVariablesThatNothingChangesForConstants) {
  const auto model = WithVariable().Read().value();
  const graph::Graph& graph = model->graph();
  ASSERT_EQ(graph.operators().size(), 2U);
  EXPECT_EQ(graph.operators()[1].parameters, 4U);
  EXPECT_EQ(graph.operators()[1].parameter_bytes, Bytes(16));
  EXPECT_EQ(graph.operators()[1].inputs.size(), 1U);
  EXPECT_EQ(graph.layers().size(), 2U);
}

TEST(TfliteReader, SaysWhetherEnginesCanGoByTheFilesNames) {
  const auto needs_copy = [](const Draft& draft) { return FindRunFacts(draft.Bytes(), "draft.tflite").value().needs_copy; };
  Draft draft;
  draft.Input("x", {2}).Input("z", {2}).Shape("y", {2}).Output("y").Operator(Code::ADD, {"x", "z"}, {"y"});
  EXPECT_FALSE(needs_copy(draft));
  draft.At("z").name = "x";
  EXPECT_TRUE(needs_copy(draft));
  draft.At("z").name = "z";
  draft.At("y").name = "";
  EXPECT_TRUE(needs_copy(draft));
  draft.At("y").name = "y";
  auto& signature = *draft.model.signature_defs.emplace_back(std::make_unique<schema::SignatureDefT>());
  EXPECT_TRUE(needs_copy(draft));  // it leaves out all
  for (const char* name : {"x", "z", "y"}) {
    auto& edge =
        *(name == std::string("y") ? signature.outputs : signature.inputs).emplace_back(std::make_unique<schema::TensorMapT>());
    edge.tensor_index = static_cast<std::uint32_t>(draft.Tensor(name));
  }
  EXPECT_FALSE(needs_copy(draft));
  auto& second = draft.AddSubgraph();
  for (int i = 0; i < 3; ++i) second.tensors.push_back(std::make_unique<schema::TensorT>(draft.At("x")));
  signature.subgraph_index = 1;
  EXPECT_TRUE(needs_copy(draft));
}

TEST(TfliteKinds, AreOperatorsOfTheSchema) {
  std::set<std::string_view> known;
  for (const Code code : schema::EnumValuesBuiltinOperator()) known.insert(schema::EnumNameBuiltinOperator(code));
  for (const std::string_view type : kControlFlow) EXPECT_TRUE(known.contains(type)) << type;
  for (const std::string_view type : kStateful) EXPECT_TRUE(known.contains(type)) << type;
  for (const std::string_view type : kReadsVariables) EXPECT_TRUE(known.contains(type)) << type;
  EXPECT_TRUE(IsControlFlow(Code::WHILE) && IsStateful(Code::ASSIGN_VARIABLE) && ReadsVariables(Code::VAR_HANDLE));
  EXPECT_FALSE(IsControlFlow(Code::ADD) || IsStateful(Code::ADD));
}

TEST(TfliteReader, RefusesAnotherSchemaVersion) {
  Draft draft = HalfPrecision();
  draft.model.version = 4;
  EXPECT_THAT(draft.ReadError(), HasSubstr("draft.tflite: it is of schema version 4, and 3 is the one that is known"));
}

TEST(TfliteReader, RefusesIndicesThatPointNowhere) {
  Draft draft = HalfPrecision();
  draft.main().operators[1]->inputs[0] = 99;
  EXPECT_THAT(draft.ReadError(), HasSubstr("CONV_2D names a tensor that is not there"));
  draft = HalfPrecision();
  draft.main().operators[1]->opcode_index = 99;
  EXPECT_THAT(draft.ReadError(), HasSubstr("of kind 99"));
  draft = HalfPrecision();
  draft.At("bias").buffer = 99;
  EXPECT_THAT(draft.ReadError(), HasSubstr("data is not there"));
  draft = HalfPrecision();
  draft.At("half").quantization = std::make_unique<schema::QuantizationParametersT>();
  draft.At("half").quantization->details.Set(schema::BlockwiseQuantizationT{});
  draft.At("half").quantization->details.AsBlockwiseQuantization()->scales = 99;
  EXPECT_THAT(draft.ReadError(), HasSubstr("scales are not there"));
  draft = HalfPrecision();
  draft.main().operators[1]->builtin_options.Set(schema::WhileOptionsT{});
  draft.main().operators[1]->builtin_options.AsWhileOptions()->body_subgraph_index = 1;
  EXPECT_THAT(draft.ReadError(), HasSubstr("CONV_2D runs a graph that is not there"));
  draft = HalfPrecision();
  draft.main().outputs = {-1};
  EXPECT_THAT(draft.ReadError(), HasSubstr("an input or output is not there"));
}

TEST(TfliteReader, RefusesWeightsThatAreElsewhere) {
  Draft draft = HalfPrecision();
  draft.model.buffers[1]->offset = 4096;
  EXPECT_THAT(draft.ReadError(), HasSubstr("outside of its FlatBuffer"));
  draft = HalfPrecision();
  draft.At("bias").external_buffer = 1;
  EXPECT_THAT(draft.ReadError(), HasSubstr("in other files"));
}

TEST(TfliteReader, RefusesATensorThatNothingMakes) {
  Draft draft;
  draft.Input("x", {2}).Shape("lost", {2}).Shape("y", {2}).Output("y");
  draft.Operator(Code::ADD, {"x", "lost"}, {"y"});
  EXPECT_THAT(draft.ReadError(), HasSubstr("'lost'"));
}

}  // namespace
}  // namespace dnntune::format::tflite
