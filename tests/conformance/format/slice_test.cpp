// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "conformance/format/suite.h"
#include "graph/cut.h"

namespace dnntune::conformance {
namespace {

Names NamesOf(const graph::Graph& graph, std::span<const graph::TensorId> ids) {
  Names names;
  for (const graph::TensorId id : ids) names.push_back(graph.tensors()[id].name);
  return names;
}

std::string Line(const graph::Operator& op) {
  return fmt::format("{}: {} MACs, {} parameters", op.name, op.macs.value(), op.parameters);
}

Names OperatorsOf(const graph::Graph& graph) {
  Names operators;
  for (const graph::Operator& op : graph.operators()) operators.push_back(Line(op));
  return operators;
}

void ExpectEdges(const graph::Graph& part, const Names& inputs, const Names& outputs) {
  EXPECT_EQ(NamesOf(part, part.inputs()), inputs);
  EXPECT_EQ(NamesOf(part, part.outputs()), outputs);
}

TEST_P(FormatConformance, ASliceOfNothingInParticularIsTheModel) {
  const auto model = ReadWhole();
  const auto again = Value(Read("again", Value(model->Slice({}, {}))));
  EXPECT_EQ(Print(again->graph()), Print(model->graph()));
}

// A tensor is in a part as it is in the whole.
void ExpectSameTensors(const graph::Graph& part, const graph::Graph& whole) {
  for (const graph::Tensor& tensor : part.tensors()) {
    const auto id = whole.FindTensor(tensor.name);
    ASSERT_TRUE(id) << tensor.name;
    EXPECT_EQ(tensor.dtype, whole.tensors()[*id].dtype) << tensor.name;
    EXPECT_EQ(tensor.shape, whole.tensors()[*id].shape) << tensor.name;
  }
}

TEST_P(FormatConformance, HeadAndTailOfEveryCutShareOutTheOperators) {
  const auto model = ReadWhole();
  const graph::Graph& whole = model->graph();
  for (const graph::Cut& cut : graph::PrefixCuts(whole)) {
    if (cut.head.empty() || HeadSize(cut) == whole.layers().size()) continue;
    SCOPED_TRACE("cut after " + whole.layers()[cut.head.back().last].name);
    const Names inputs = NamesOf(whole, whole.inputs()), outputs = NamesOf(whole, whole.outputs());
    const Names crossing = NamesOf(whole, cut.crossing);
    const auto head = Value(Read("head", Value(model->Slice(inputs, crossing))));
    const auto tail = Value(Read("tail", Value(model->Slice(crossing, outputs))));
    ExpectEdges(head->graph(), inputs, crossing);
    ExpectEdges(tail->graph(), crossing, outputs);
    ExpectSameTensors(head->graph(), whole);
    ExpectSameTensors(tail->graph(), whole);
    Names operators = OperatorsOf(head->graph());
    for (const std::string& one : OperatorsOf(tail->graph())) operators.push_back(one);
    EXPECT_EQ(operators, OperatorsOf(whole));
  }
}

TEST_P(FormatConformance, EveryLayerIsAModelOfItsOwn) {
  const auto model = ReadWhole();
  const graph::Graph& whole = model->graph();
  for (graph::LayerId layer = 0; layer < whole.layers().size(); ++layer) {
    SCOPED_TRACE(whole.layers()[layer].name);
    const Names inputs = NamesOf(whole, whole.LayerInputs(layer)), outputs = NamesOf(whole, whole.LayerOutputs(layer));
    const auto part = Value(Read("layer", Value(model->Slice(inputs, outputs))));
    ExpectEdges(part->graph(), inputs, outputs);
    Names expected;
    for (const graph::OperatorId id : whole.layers()[layer].operators) expected.push_back(Line(whole.operators()[id]));
    EXPECT_EQ(OperatorsOf(part->graph()), expected);
  }
}

TEST_P(FormatConformance, ASliceOfASliceIsASlice) {
  const auto model = ReadWhole();
  const auto middle = Value(Read("middle", Value(model->Slice(MiddleInputs(), MiddleOutputs()))));
  ExpectEdges(middle->graph(), MiddleInputs(), MiddleOutputs());
  const Names join = {"join/add"};
  const auto inner = Value(Read("inner", Value(middle->Slice({}, join))));
  ExpectEdges(inner->graph(), MiddleInputs(), join);
  ASSERT_EQ(inner->graph().operators().size(), 1U);
  EXPECT_EQ(inner->graph().operators()[0].name, join[0]);
}

TEST_P(FormatConformance, SuggestsTheNearestTensor) {
  const auto model = ReadWhole();
  const Names wrong = {"left/cnv"};
  const std::string hint = "did you mean 'left/conv'?";
  ExpectSays(ErrorOf(model->Slice(wrong, {})), ErrorCode::kBadInput, {"'left/cnv'", hint});
  ExpectSays(ErrorOf(model->Slice({}, wrong)), ErrorCode::kBadInput, {"'left/cnv'", hint});
  const auto path = Path("whole");
  format::ReadOptions options;
  options.outputs = wrong;
  ExpectSays(ErrorOf(format::Read(path, options)), ErrorCode::kBadInput, {path.string(), "'left/cnv'", hint});
}

TEST_P(FormatConformance, NamesTheInputThatASliceWouldNeed) {
  const auto model = ReadWhole();
  const Names one_branch = {"left/conv"};
  ExpectSays(ErrorOf(model->Slice(one_branch, {})), ErrorCode::kBadInput, {"'" + Branching().inputs[0].name + "'"});
}

}  // namespace
}  // namespace dnntune::conformance
