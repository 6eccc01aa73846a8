// SPDX-License-Identifier: Apache-2.0
#include "graph/graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dnntune::graph {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

OperatorSpec Op(std::string name, std::vector<std::string> inputs, std::vector<std::string> outputs, std::string layer = "") {
  return {.name = std::move(name),
          .type = "Conv",
          .inputs = std::move(inputs),
          .outputs = std::move(outputs),
          .macs = std::nullopt,
          .layer = std::move(layer)};
}

GraphBuilder Builder(std::vector<OperatorSpec> operators) {
  GraphBuilder builder;
  builder.AddInput("in");
  builder.AddOutput("out");
  for (OperatorSpec& spec : operators) builder.AddOperator(std::move(spec));
  return builder;
}

std::string BuildError(std::vector<OperatorSpec> operators) {
  const auto graph = Builder(std::move(operators)).Build();
  if (graph) return "";
  EXPECT_EQ(graph.error().code, ErrorCode::kBadInput);
  return graph.error().message;
}

std::vector<std::string> LayerNamesOf(const Graph& graph) {
  std::vector<std::string> names;
  for (const Layer& layer : graph.layers()) names.push_back(layer.name);
  return names;
}

TEST(GraphBuilder, PutsOperatorsInTopologicalOrderAndKeepsTheGivenOrderOtherwise) {
  const auto graph = Builder({Op("c", {"y"}, {"out"}), Op("b", {"in"}, {"y"}), Op("a", {"in"}, {"z"})}).Build();
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_EQ(graph->operators()[0].name, "b");
  EXPECT_EQ(graph->operators()[1].name, "c");
  EXPECT_EQ(graph->operators()[2].name, "a");
}

TEST(GraphBuilder, WiresTensorsToWhoMakesAndReadsThem) {
  const auto graph = Builder({Op("a", {"in", ""}, {"x"}), Op("b", {"x", "x"}, {"out"})}).Build();
  ASSERT_TRUE(graph) << graph.error().message;
  const Tensor& x = graph->tensors()[*graph->FindTensor("x")];
  EXPECT_EQ(x.producer, 0U);
  EXPECT_THAT(x.consumers, ElementsAre(1));
  EXPECT_TRUE(graph->tensors()[graph->inputs()[0]].is_input);
  EXPECT_TRUE(graph->tensors()[graph->outputs()[0]].is_output);
  EXPECT_FALSE(graph->FindTensor("y"));
}

TEST(GraphBuilder, ComputesBytesFromShapeAndTypeButPrefersThoseGiven) {
  GraphBuilder builder = Builder({Op("a", {"in"}, {"x"}), Op("b", {"x"}, {"out"})});
  builder.AddTensor("in", DType::kFloat16, std::vector<std::int64_t>{2, 3});
  builder.AddTensor("x", DType::kFloat32, std::nullopt, Bytes(7));
  builder.AddTensor("out", DType::kFloat32, std::nullopt);
  const auto graph = std::move(builder).Build();
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_EQ(graph->tensors()[*graph->FindTensor("in")].bytes, Bytes(12));
  EXPECT_EQ(graph->tensors()[*graph->FindTensor("x")].bytes, Bytes(7));
  EXPECT_FALSE(graph->tensors()[*graph->FindTensor("out")].bytes);
}

TEST(GraphBuilder, MakesMissingAndTakenOperatorNamesUnique) {
  const auto graph = Builder({Op("", {"in"}, {"x"}), Op("Conv_0", {"x"}, {"y"}), Op("Conv_0", {"y"}, {"out"})}).Build();
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_EQ(graph->operators()[0].name, "Conv_0_");
  EXPECT_EQ(graph->operators()[1].name, "Conv_0");
  EXPECT_EQ(graph->operators()[2].name, "Conv_0_2");
}

TEST(GraphBuilder, RefusesTwoProducersOfATensor) {
  EXPECT_THAT(BuildError({Op("a", {"in"}, {"out"}), Op("b", {"in"}, {"out"})}), HasSubstr("tensor 'out' is made twice"));
  EXPECT_THAT(BuildError({Op("a", {"x"}, {"in"})}), HasSubstr("tensor 'in' is a model input"));
}

TEST(GraphBuilder, RefusesATensorFromNowhere) {
  EXPECT_THAT(BuildError({Op("a", {"ghost"}, {"out"})}), HasSubstr("operator 'a' reads tensor 'ghost'"));
}

TEST(GraphBuilder, RefusesAnOutputThatDoesNotExist) {
  EXPECT_THAT(BuildError({Op("a", {"in"}, {"x"})}), HasSubstr("output 'out'"));
}

TEST(GraphBuilder, RefusesACycleAndNamesIt) {
  EXPECT_THAT(BuildError({Op("a", {"in", "y"}, {"x"}), Op("b", {"x"}, {"y"}), Op("c", {"y"}, {"out"})}),
              testing::AnyOf(HasSubstr("'a' -> 'b' -> back"), HasSubstr("'b' -> 'a' -> back")));
}

TEST(GraphBuilder, RefusesACycleOfGivenLayers) {
  EXPECT_THAT(BuildError({Op("a", {"in"}, {"x"}, "L"), Op("b", {"x"}, {"y"}, "M"), Op("c", {"y"}, {"out"}, "L")}),
              HasSubstr("layers form a cycle"));
}

TEST(GraphBuilder, RefusesAModelWithoutOperators) {
  EXPECT_THAT(BuildError({}), HasSubstr("no operator"));
}

TEST(GraphBuilder, RefusesNegativeDimensions) {
  GraphBuilder builder = Builder({Op("a", {"in"}, {"out"})});
  builder.AddTensor("in", DType::kFloat32, std::vector<std::int64_t>{1, -1});
  const auto graph = std::move(builder).Build();
  ASSERT_FALSE(graph);
  EXPECT_THAT(graph.error().message, HasSubstr("'in' has a negative dimension"));
}

TEST(Layers, AreThoseGiven) {
  const auto graph = Builder({Op("a", {"in"}, {"x"}, "L"), Op("b", {"x"}, {"y"}, "L"), Op("c", {"y"}, {"out"}, "M")}).Build();
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_THAT(LayerNamesOf(*graph), ElementsAre("L", "M"));
  EXPECT_THAT(graph->layers()[0].operators, ElementsAre(0, 1));
  EXPECT_EQ(graph->operators()[2].layer, 1U);
}

TEST(Layers, FollowScopesAndDropTheScopeAroundEverything) {
  const auto graph =
      Builder({Op("net/Conv1/conv", {"in"}, {"x"}), Op("net/Conv1/relu", {"x"}, {"y"}), Op("net/fc/gemm", {"y"}, {"out"})}).Build();
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_THAT(LayerNamesOf(*graph), ElementsAre("Conv1", "fc"));
}

TEST(Layers, AreBlocksWhereScopesWouldMakeACycle) {
  const auto graph = Builder({Op("A/1", {"in"}, {"x"}), Op("B/1", {"x"}, {"y"}), Op("A/2", {"y"}, {"out"})}).Build();
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_THAT(LayerNamesOf(*graph), ElementsAre("A/1", "B/1", "A/2"));
}

TEST(Layers, EndAtTensorsThatEveryPathCrosses) {
  const auto graph = Builder({Op("a", {"in"}, {"x"}), Op("left", {"x"}, {"l"}), Op("right", {"x"}, {"r"}),
                              Op("join", {"l", "r"}, {"j"}), Op("end", {"j"}, {"out"})})
                         .Build();
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_THAT(LayerNamesOf(*graph), ElementsAre("a", "left", "end"));
  EXPECT_THAT(graph->layers()[1].operators, ElementsAre(1, 2, 3));
}

TEST(Layers, ABlockThatMultipliesNothingJoinsTheOneBeforeUnlessItEnlarges) {
  auto conv = Op("conv", {"in"}, {"x"});
  conv.macs = 100;
  auto pool = Op("pool", {"x"}, {"y"});
  pool.macs = 0;
  auto resize = Op("resize", {"y"}, {"out"});
  resize.macs = 0;
  GraphBuilder builder = Builder({conv, pool, resize});
  builder.AddTensor("x", DType::kInt8, std::vector<std::int64_t>{100});
  builder.AddTensor("y", DType::kInt8, std::vector<std::int64_t>{50});
  builder.AddTensor("out", DType::kInt8, std::vector<std::int64_t>{200});
  const auto graph = std::move(builder).Build();
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_THAT(LayerNamesOf(*graph), ElementsAre("conv", "resize"));
}

TEST(Layers, StayApartWhereNothingMultiplies) {
  auto a = Op("a", {"in"}, {"x"});
  auto b = Op("b", {"x"}, {"out"});
  a.macs = 0;
  b.macs = 0;
  const auto graph = Builder({a, b}).Build();
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_THAT(LayerNamesOf(*graph), ElementsAre("a", "b"));
}

TEST(Layers, KnowWhatTheyReadAndHandOn) {
  const auto graph =
      Builder({Op("a", {"in"}, {"x", "unused"}, "L"), Op("b", {"x"}, {"y"}, "L"), Op("c", {"y", "x"}, {"out"}, "M")}).Build();
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_THAT(graph->LayerInputs(0), ElementsAre(*graph->FindTensor("in")));
  EXPECT_THAT(graph->LayerOutputs(0), testing::UnorderedElementsAre(*graph->FindTensor("x"), *graph->FindTensor("y")));
  EXPECT_THAT(graph->LayerOutputs(1), ElementsAre(*graph->FindTensor("out")));
}

TEST(Graph, CarriesAHundredThousandOperatorsWithSkips) {
  GraphBuilder builder;
  builder.AddInput("t0");
  constexpr int kOperators = 100000;
  for (int i = kOperators; i > 0; --i) {
    const int skip = i % 7 == 0 ? i - 5 : i - 1;
    builder.AddOperator(
        Op("op" + std::to_string(i), {"t" + std::to_string(i - 1), "t" + std::to_string(skip)}, {"t" + std::to_string(i)}));
  }
  builder.AddOutput("t" + std::to_string(kOperators));
  const auto graph = std::move(builder).Build();
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_EQ(graph->operators().size(), 100000U);
  EXPECT_GT(graph->layers().size(), 10000U);
}

TEST(DType, IsNamedAsNumPyNamesIt) {
  EXPECT_EQ(DTypeName(DType::kFloat32), "float32");
  EXPECT_EQ(DTypeFromName("float"), DType::kFloat32);
  EXPECT_EQ(DTypeFromName("half"), DType::kFloat16);
  EXPECT_EQ(DTypeFromName("string"), DType::kString);
  EXPECT_FALSE(DTypeFromName(""));
  EXPECT_EQ(DTypeBytes(DType::kInt64), 8U);
  EXPECT_FALSE(DTypeBytes(DType::kString));
}

TEST(DType, OfFourBitsLiesTwoToAByte) {
  EXPECT_EQ(DTypeFromName("int4"), DType::kInt4);
  EXPECT_FALSE(DTypeBytes(DType::kInt4));
  EXPECT_EQ(DenseBytes(DType::kUInt4, 5), 3);
  EXPECT_EQ(DenseBytes(DType::kFloat8E5M2, 5), 5);
  EXPECT_FALSE(DenseBytes(DType::kString, 5));
}

// a -> sequence -> b -> tensor -> c, in scopes that would part what the sequence joins.
TEST(Layers, HoldTogetherWhatAConfinedTensorJoins) {
  for (const std::string scope : {"", "s/"}) {
    GraphBuilder builder;
    builder.AddInput("in");
    builder.AddOutput("out");
    builder.AddOperator(
        {.name = scope.empty() ? "a" : "s/one/a", .type = "SplitToSequence", .inputs = {"in"}, .outputs = {"parts"}});
    builder.AddOperator(
        {.name = scope.empty() ? "b" : "s/two/b", .type = "ConcatFromSequence", .inputs = {"parts"}, .outputs = {"joined"}});
    builder.AddOperator(
        {.name = scope.empty() ? "c" : "s/three/c", .type = "Conv", .inputs = {"joined"}, .outputs = {"out"}, .macs = 9});
    builder.Confine("parts");
    const auto graph = std::move(builder).Build();
    ASSERT_TRUE(graph) << graph.error().message;
    ASSERT_EQ(graph->layers().size(), 2U);
    EXPECT_EQ(graph->layers()[0].operators.size(), 2U);
    EXPECT_TRUE(graph->tensors()[*graph->FindTensor("parts")].is_confined);
  }
}

TEST(LayersByBlock, KeepsWhatOnlyWidensNumbersWithItsReader) {
  GraphBuilder builder;
  builder.AddInput("in");
  builder.AddOutput("out");
  using Shape = std::vector<std::int64_t>;
  for (const auto& [name, dtype] : {std::pair{"in", DType::kFloat32},
                                    {"in8", DType::kUInt8},
                                    {"a", DType::kFloat32},
                                    {"b", DType::kFloat32},
                                    {"b8", DType::kUInt8},
                                    {"c", DType::kFloat32},
                                    {"out", DType::kFloat32}}) {
    builder.AddTensor(name, dtype, Shape{100});
  }
  const auto add = [&](const std::string& name, const std::string& input, const std::string& output, std::uint64_t macs) {
    OperatorSpec spec = Op(name, {input}, {output});
    spec.macs = macs;
    builder.AddOperator(std::move(spec));
  };
  add("narrow_input", "in", "in8", 0);
  add("widen_input", "in8", "a", 0);
  add("first", "a", "b", 10);
  add("narrow", "b", "b8", 0);
  add("widen", "b8", "c", 0);
  add("second", "c", "out", 10);
  const auto graph = std::move(builder).Build();
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_THAT(LayerNamesOf(*graph), ElementsAre("first", "second"));
  EXPECT_EQ(graph->tensors()[graph->LayerOutputs(0).front()].name, "b8");
}

}  // namespace
}  // namespace dnntune::graph
