// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>
#include <numeric>

#include "conformance/engine/suite.h"

namespace dnntune::conformance {
namespace {

using engine::SessionInfo;
using engine::Tensor;
using engine::TensorInfo;

std::string Print(const std::vector<std::int64_t>& shape) {
  std::string text;
  for (const std::int64_t extent : shape) text += (text.empty() ? "[" : ",") + std::to_string(extent);
  return text + "]";
}

TEST_P(EngineConformance, NamesAnInputThatHasNoValue) {
  const SessionInfo session = Value(worker().Open(Whole()));
  ExpectSays(ErrorOf(worker().Prime(session.id)), ErrorCode::kBadInput, {"'" + Branching().inputs[0].name + "'"});
  ExpectGoesOn();
}

TEST_P(EngineConformance, RefusesAnInputOfAnotherTypeByName) {
  const SessionInfo session = Value(worker().Open(Whole()));
  const TensorInfo input = session.inputs.at(0);
  Value(worker().SetTensor(input.name, Tensor(graph::DType::kInt64, input.shape)));
  ExpectSays(ErrorOf(worker().Prime(session.id)), ErrorCode::kBadInput, {"'" + input.name + "'", "float32", "int64"});
  ExpectGoesOn();
}

TEST_P(EngineConformance, RefusesAnInputOfAnotherShapeByName) {
  const SessionInfo session = Value(worker().Open(Whole()));
  const TensorInfo input = session.inputs.at(0);
  std::vector<std::int64_t> larger = input.shape;
  larger.back() += 1;
  for (const std::vector<std::int64_t>& shape : {larger, {1, 2}, {}}) {
    Value(worker().SetTensor(input.name, Tensor(input.dtype, shape)));
    ExpectSays(ErrorOf(worker().Prime(session.id)), ErrorCode::kBadInput,
               {"'" + input.name + "'", Print(input.shape), shape.empty() ? "" : Print(shape)});
  }
  ExpectGoesOn();
}

TEST_P(EngineConformance, YieldsTheAnswerInItsTrueShape) {
  const SessionInfo session = engine_.Ready(Whole());
  ASSERT_EQ(session.outputs.size(), 1U);
  EXPECT_EQ(session.outputs[0].name, Branching().output);
  EXPECT_EQ(session.outputs[0].dtype, graph::DType::kFloat32);
  EXPECT_EQ(session.outputs[0].shape, Branching().nodes.back().value.shape);
  EXPECT_EQ(Value(worker().GetTensor(session.outputs[0].name)).shape(), session.outputs[0].shape);
}

// In whatever order of dimensions.
std::int64_t Elements(const std::vector<std::int64_t>& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

TEST_P(EngineConformance, ReadsAndYieldsSeveralTensors) {
  const auto values = format::Values(Branching());
  const SessionInfo session = engine_.Ready(engine_.Model(Branching(), MiddleInputs(), MiddleOutputs()));
  Names inputs, outputs;
  for (const TensorInfo& input : session.inputs) inputs.push_back(input.name);
  for (const TensorInfo& output : session.outputs) outputs.push_back(output.name);
  EXPECT_EQ(inputs, MiddleInputs());
  EXPECT_EQ(outputs, MiddleOutputs());
  for (const TensorInfo& output : session.outputs) {
    const auto value = values.find(output.name);
    ASSERT_NE(value, values.end()) << output.name;
    EXPECT_EQ(Elements(output.shape), Elements(value->second.shape)) << output.name;
    EXPECT_EQ(Value(worker().GetTensor(output.name)).shape(), output.shape);
  }
}

}  // namespace
}  // namespace dnntune::conformance
