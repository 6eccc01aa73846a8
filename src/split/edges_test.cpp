// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "split/edges.h"
#include "split/output_difference.h"

namespace dnntune::split {
namespace {

using Names = std::vector<std::string>;

graph::OperatorSpec MakeOperator(const std::string& name, const Names& inputs, const Names& outputs, const std::string& layer) {
  graph::OperatorSpec spec;
  spec.name = name;
  spec.type = "Conv";
  spec.inputs = inputs;
  spec.outputs = outputs;
  spec.layer = layer;
  return spec;
}

// in -> a -> b -> out, with a second reader of a's output and of the input in c -> aux.
graph::Graph Branching() {
  graph::GraphBuilder builder;
  builder.AddInput("in");
  builder.AddOperator(MakeOperator("a", {"in"}, {"x"}, "A"));
  builder.AddOperator(MakeOperator("b", {"x"}, {"out"}, "B"));
  builder.AddOperator(MakeOperator("c", {"x", "in"}, {"aux"}, "C"));
  builder.AddOutput("out");
  builder.AddOutput("aux");
  return std::move(builder).Build().value();
}

TEST(EdgesOf, SendsTheInputUpWhereTheTailReadsItToo) {
  const Names head = {"A"};
  const Edges edges = EdgesOf(Branching(), head).value();
  EXPECT_EQ(edges.head_inputs, Names{"in"});
  EXPECT_EQ(edges.head_outputs, Names{"x"});
  EXPECT_EQ(edges.tail_outputs, (Names{"out", "aux"}));
  EXPECT_EQ(edges.crossing.size(), 2U);
}

TEST(EdgesOf, AnOutputMadeInTheHeadStaysThere) {
  const Names head = {"A", "B"};
  const Edges edges = EdgesOf(Branching(), head).value();
  EXPECT_EQ(edges.head_outputs, (Names{"x", "out"}));
  EXPECT_EQ(edges.tail_outputs, Names{"aux"});
}

TEST(EdgesOf, KnowsTheExtremes) {
  const Edges cloud = EdgesOf(Branching(), {}).value();
  EXPECT_FALSE(cloud.has_head);
  EXPECT_EQ(cloud.crossing, Names{"in"});
  const Names all = {"A", "B", "C"};
  const Edges device = EdgesOf(Branching(), all).value();
  EXPECT_FALSE(device.has_tail);
  EXPECT_TRUE(device.crossing.empty());
}

TEST(EdgesOf, NamesAnUnknownLayer) {
  const Names head = {"D"};
  const auto edges = EdgesOf(Branching(), head);
  EXPECT_EQ(edges.error().code, ErrorCode::kBadInput);
  EXPECT_NE(edges.error().message.find("'D'"), std::string::npos);
}

engine::Tensor Floats(const std::vector<float>& values) {
  engine::Tensor tensor(graph::DType::kFloat32, {static_cast<std::int64_t>(values.size())});
  std::memcpy(tensor.data(), values.data(), tensor.size_bytes());
  return tensor;
}

TEST(Compare, FindsTheLargestElementDifference) {
  EXPECT_FLOAT_EQ(static_cast<float>(Compare("y", Floats({1, 2, 3}), Floats({1, 2.5, 2.75}), {}).value().largest), 0.5F);
}

TEST(Compare, ANumberBesideNanIsInfinitelyFar) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isinf(Compare("y", Floats({nan}), Floats({1}), {}).value().largest));
  EXPECT_EQ(Compare("y", Floats({nan}), Floats({nan}), {}).value().largest, 0);
}

TEST(Compare, TakesIntegersForWhatTheyStandFor) {
  engine::Tensor expected(graph::DType::kInt8, {2}), actual(graph::DType::kInt8, {2});
  expected.data()[0] = std::byte{100};
  actual.data()[0] = std::byte{101};
  const record::OutputDifference difference = Compare("y", expected, actual, graph::Quantization{0.25, 7}).value();
  EXPECT_EQ(difference.largest, 0.25);
  EXPECT_NEAR(difference.snr_db.value(), 10 * std::log10(2 * 50 * 50), 1e-9);
}

TEST(Compare, KnowsTheLargestValueThatIsANumber) {
  const float infinite = std::numeric_limits<float>::infinity();
  const auto difference = Compare("y", Floats({1, -4, infinite}), Floats({1, -3, infinite}), {}).value();
  EXPECT_EQ(difference.largest, 1);
  EXPECT_EQ(difference.largest_value, 4);
  EXPECT_EQ(difference.output, "y");
}

TEST(Compare, TellsWholeNumbersApartThatADoubleCannot) {
  engine::Tensor expected(graph::DType::kInt64, {1}), actual(graph::DType::kInt64, {1});
  for (engine::Tensor* tensor : {&expected, &actual}) tensor->data()[7] = std::byte{0x40};  // 2^62
  EXPECT_EQ(Compare("y", expected, actual, {}).value().largest, 0);
  actual.data()[0] = std::byte{1};
  EXPECT_GT(Compare("y", expected, actual, {}).value().largest, 0);
}

TEST(Compare, RefusesAnotherShape) {
  EXPECT_FALSE(Compare("y", Floats({1}), Floats({1, 2}), {}));
}

}  // namespace
}  // namespace dnntune::split
