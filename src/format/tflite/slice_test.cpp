// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "format/tflite/draft.h"

namespace dnntune::format::tflite {
namespace {

using testing::ElementsAre;
using Code = schema::BuiltinOperator;
using Names = std::vector<std::string>;

// The slice between the tensors as the file says it.
std::unique_ptr<schema::ModelT> Sliced(const Draft& draft, const Names& inputs, const Names& outputs) {
  const auto model = draft.Read();
  EXPECT_TRUE(model) << model.error().message;
  const auto bytes = (*model)->Slice(inputs, outputs);
  EXPECT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ((*model)->Slice(inputs, outputs).value(), *bytes);
  return schema::UnPackModel(bytes->data());
}

std::vector<Code> KindsOf(const schema::ModelT& model) {
  std::vector<Code> kinds;
  for (const auto& op : model.subgraphs.front()->operators) kinds.push_back(model.operator_codes[op->opcode_index]->builtin_code);
  return kinds;
}

Names TensorsOf(const schema::ModelT& model) {
  Names names;
  for (const auto& tensor : model.subgraphs.front()->tensors) names.push_back(tensor->name);
  return names;
}

// Two convolutions with the same half precision weights.
Draft Shared() {
  Draft draft;
  draft.Input("x", {1, 4, 4, 2}).Shape("weight", {2, 1, 1, 2}).Shape("a", {1, 4, 4, 2}).Shape("b", {1, 4, 4, 2}).Output("b");
  draft.Constant("half", {2, 1, 1, 2}, 8, schema::TensorType::FLOAT16);
  draft.Operator(Code::DEQUANTIZE, {"half"}, {"weight"});
  draft.Operator(Code::CONV_2D, {"x", "weight", ""}, {"a"});
  draft.Operator(Code::CONV_2D, {"a", "weight", ""}, {"b"});
  return draft;
}

TEST(TfliteSlice, PutsWhatDependsOnConstantsOnlyIntoBothParts) {
  for (const auto& [from, to] : {std::pair{"x", "a"}, std::pair{"a", "b"}}) {
    const auto part = Sliced(Shared(), {from}, {to});
    EXPECT_THAT(KindsOf(*part), ElementsAre(Code::DEQUANTIZE, Code::CONV_2D));
    ASSERT_EQ(part->buffers.size(), 3U);  // none, the weights, the operators' names
    EXPECT_EQ(part->buffers[1]->data, std::vector<std::uint8_t>(8, 1));
  }
}

TEST(TfliteSlice, LeavesNothingBehindThatIsNotUsed) {
  const auto part = Sliced(Shared(), {"x"}, {"a"});
  EXPECT_THAT(TensorsOf(*part), ElementsAre("x", "weight", "a", "half"));
  EXPECT_EQ(part->operator_codes.size(), 2U);
}

TEST(TfliteSlice, KeepsAnOperatorThatAlsoMakesWhatIsGiven) {
  Draft draft;
  draft.Input("x", {4}).Shape("a", {2}).Shape("b", {2}).Shape("y", {2}).Output("y");
  draft.Constant("axis", {}, 4, schema::TensorType::INT32);
  draft.Operator(Code::SPLIT, {"axis", "x"}, {"a", "b"});
  draft.Operator(Code::ADD, {"a", "b"}, {"y"});
  const auto part = Sliced(draft, {"x", "a"}, {"y"});
  EXPECT_THAT(KindsOf(*part), ElementsAre(Code::SPLIT, Code::ADD));
  const auto& graph = *part->subgraphs.front();
  EXPECT_NE(graph.operators[0]->outputs[0], graph.inputs[1]);
  EXPECT_EQ(graph.tensors[static_cast<std::size_t>(graph.operators[0]->outputs[0])]->name, "a/unused");
}

TEST(TfliteSlice, TakesTheSubgraphsAlongThatAnOperatorRuns) {
  Draft draft;
  draft.Input("x", {2}).Shape("a", {2}).Shape("y", {2}).Output("y").Constant("one", {1}, 4);
  schema::WhileOptionsT options;
  options.cond_subgraph_index = options.body_subgraph_index = 1;
  draft.Operator(Code::WHILE, {"x"}, {"a"}).builtin_options.Set(options);
  draft.Operator(Code::RELU, {"a"}, {"y"});
  auto& body = draft.AddSubgraph();
  body.tensors.push_back(std::make_unique<schema::TensorT>(draft.At("one")));
  body.operators.push_back(std::make_unique<schema::OperatorT>());
  body.operators.back()->opcode_index = 1;
  body.operators.back()->inputs = body.operators.back()->outputs = {0};
  const auto loop = Sliced(draft, {"x"}, {"a"});
  ASSERT_EQ(loop->subgraphs.size(), 2U);
  const auto& copy = *loop->subgraphs[1];
  EXPECT_EQ(loop->buffers[copy.tensors.at(0)->buffer]->data.size(), 4U);
  EXPECT_EQ(loop->operator_codes[copy.operators.at(0)->opcode_index]->builtin_code, Code::RELU);
  EXPECT_EQ(Sliced(draft, {"a"}, {"y"})->subgraphs.size(), 1U);
}

TEST(TfliteSlice, SetsAVariableInEveryPartThatReadsIt) {
  const auto tail = Sliced(WithVariable(), {"r"}, {"y"});
  EXPECT_THAT(KindsOf(*tail), ElementsAre(Code::CALL_ONCE, Code::VAR_HANDLE, Code::READ_VARIABLE, Code::ADD));
  ASSERT_EQ(tail->subgraphs.size(), 2U);  // of the two others that which is run
  EXPECT_EQ(tail->subgraphs[0]->operators[0]->builtin_options.AsCallOnceOptions()->init_subgraph_index, 1);
  EXPECT_EQ(tail->subgraphs[1]->operators.size(), 1U);
  const auto head = Sliced(WithVariable(), {"x"}, {"r"});
  EXPECT_THAT(KindsOf(*head), ElementsAre(Code::RELU));
  EXPECT_EQ(head->subgraphs.size(), 1U);
}

// y = x + the variable, which is then set to relu(x).
Draft WithChangedVariable() {
  Draft draft = WithVariable();
  draft.Operator(Code::ASSIGN_VARIABLE, {"handle", "r"}, {});
  return draft;
}

TEST(TfliteSlice, ChangesAVariableInEveryPartThatReadsIt) {
  const auto part = Sliced(WithChangedVariable(), {"x"}, {"v"});
  EXPECT_THAT(KindsOf(*part),
              ElementsAre(Code::CALL_ONCE, Code::RELU, Code::VAR_HANDLE, Code::READ_VARIABLE, Code::ASSIGN_VARIABLE));
}

TEST(TfliteSlice, RefusesACutThroughAVariable) {
  Draft draft = WithChangedVariable();
  draft.Shape("z", {4}).Operator(Code::RELU, {"y"}, {"z"});
  draft.Shape("a", {4}).Operator(Code::ADD, {"v", "v"}, {"a"});
  draft.main().outputs = {draft.Tensor("z"), draft.Tensor("a")};
  const auto model = draft.Read().value();
  const auto refusal = [&](const Names& inputs, const Names& outputs) { return Refusal(model->Slice(inputs, outputs)); };
  EXPECT_EQ(refusal({"y"}, {"z"}), "");
  EXPECT_THAT(refusal({"y"}, {"z", "a"}),
              testing::HasSubstr("(ASSIGN_VARIABLE) changes a variable that this part of the model uses, and needs 'x'"));
}

TEST(TfliteSlice, RefusesHandlesOfVariablesAtItsEdges) {
  const auto model = WithVariable().Read().value();
  EXPECT_THAT(Refusal(model->Slice(Names{"x", "handle"}, Names{"y"})), testing::HasSubstr("'handle' is a RESOURCE"));
  EXPECT_THAT(Refusal(model->Slice(Names{"x"}, Names{"handle"})), testing::HasSubstr("cannot cross a cut"));
}

TEST(TfliteSlice, BringsTheScalesOfBlocksAlong) {
  Draft draft;
  draft.Input("x", {1, 64}).Shape("a", {1, 64}).Shape("y", {1, 2}).Output("y");
  draft.Constant("w", {2, 64}, 64, schema::TensorType::INT4);
  draft.Operator(Code::RELU, {"x"}, {"a"});
  draft.Operator(Code::FULLY_CONNECTED, {"a", "w", ""}, {"y"});
  draft.Constant("zeros", {2, 2}, 8, schema::TensorType::FLOAT16).Constant("scales", {2, 2}, 8, schema::TensorType::FLOAT16);
  schema::BlockwiseQuantizationT blocks;
  blocks.scales = draft.Tensor("scales");
  blocks.zero_points = draft.Tensor("zeros");
  blocks.block_size = 32;
  draft.At("w").quantization = std::make_unique<schema::QuantizationParametersT>();
  draft.At("w").quantization->details.Set(blocks);
  const auto part = Sliced(draft, {"a"}, {"y"});
  const auto& tensors = part->subgraphs.front()->tensors;
  ASSERT_THAT(TensorsOf(*part), ElementsAre("a", "y", "w", "zeros", "scales"));
  const auto* kept = tensors[2]->quantization->details.AsBlockwiseQuantization();
  EXPECT_EQ(tensors.at(static_cast<std::size_t>(kept->scales))->name, "scales");
  EXPECT_EQ(tensors.at(static_cast<std::size_t>(kept->zero_points))->name, "zeros");
  EXPECT_EQ(part->buffers[tensors[4]->buffer]->data.size(), 8U);
  EXPECT_THAT(TensorsOf(*Sliced(draft, {"x"}, {"a"})), ElementsAre("x", "a"));
  draft.At("w").quantization->details.AsBlockwiseQuantization()->zero_points = -1;
  EXPECT_THAT(TensorsOf(*Sliced(draft, {"a"}, {"y"})), ElementsAre("a", "y", "w", "scales"));
}

TEST(TfliteSlice, RefusesAnOperatorThatItCannotCopy) {
  Draft draft;
  draft.Input("x", {2}).Shape("y", {2}).Output("y");
  draft.Operator(static_cast<Code>(4000), {"x"}, {"y"});
  const auto model = draft.Read().value();
  const auto slice = model->Slice({}, {});
  ASSERT_FALSE(slice);
  EXPECT_EQ(slice.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(slice.error().message, testing::HasSubstr("BUILTIN_4000"));
}

}  // namespace
}  // namespace dnntune::format::tflite
