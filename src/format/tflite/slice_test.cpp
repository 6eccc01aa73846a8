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
  draft.Operator(Code::WHILE, {"x"}, {"a"});
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
