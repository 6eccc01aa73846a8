// SPDX-License-Identifier: Apache-2.0
#include "graph/kind.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dnntune::graph {
namespace {

using testing::ElementsAre;

struct Step {
  const char* type;
  std::vector<std::string> inputs;
  std::uint64_t macs;
  std::uint64_t parameters;
  const char* layer;
};

// Operators in a row; the i-th makes tensor "t<i>".
Graph Make(const std::vector<Step>& steps) {
  GraphBuilder builder;
  builder.AddInput("in");
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    builder.AddOperator({.name = "op" + std::to_string(i),
                         .type = step.type,
                         .inputs = step.inputs,
                         .outputs = {"t" + std::to_string(i)},
                         .macs = step.macs,
                         .parameters = step.parameters,
                         .layer = step.layer});
  }
  builder.AddOutput("t" + std::to_string(steps.size() - 1));
  return std::move(builder).Build().value();
}

TEST(Kind, IsToldFromTheNamesOfAllFormats) {
  for (const char* type : {"Conv", "DepthwiseConv2dNative", "TRANSPOSE_CONV", "QLinearConv"})
    EXPECT_THAT(KindsOf(Make({{type, {"in"}, 9, 9, "a"}})), ElementsAre(Kind::kConvolution)) << type;
  for (const char* type : {"Gemm", "MatMul", "FULLY_CONNECTED"})
    EXPECT_THAT(KindsOf(Make({{type, {"in"}, 9, 9, "a"}})), ElementsAre(Kind::kDense)) << type;
  for (const char* type : {"LSTM", "UNIDIRECTIONAL_SEQUENCE_LSTM"})
    EXPECT_THAT(KindsOf(Make({{type, {"in"}, 9, 9, "a"}})), ElementsAre(Kind::kRecurrent)) << type;
  EXPECT_THAT(KindsOf(Make({{"Relu", {"in"}, 0, 0, "a"}})), ElementsAre(Kind::kOther));
}

TEST(Kind, OfAWeightReadAtSeveralStepsOfALayerIsRecurrent) {
  const Graph graph = Make({{"MatMul", {"in"}, 8, 8, "cell"}, {"MatMul", {"t0"}, 8, 0, "cell"}, {"MatMul", {"t1"}, 8, 8, "dense"}});
  EXPECT_THAT(KindsOf(graph), ElementsAre(Kind::kRecurrent, Kind::kRecurrent, Kind::kDense));
}

TEST(Kind, OfAWeightSharedWithAnotherLayerIsDense) {
  const Graph graph = Make({{"MatMul", {"in"}, 8, 8, "a"}, {"MatMul", {"t0"}, 8, 0, "b"}});
  EXPECT_THAT(KindsOf(graph), ElementsAre(Kind::kDense, Kind::kDense));
}

TEST(Kind, OfAProductOfActivationsIsAttention) {
  const Graph graph = Make({{"Relu", {"in"}, 0, 0, "a"}, {"BATCH_MATMUL", {"in", "t0"}, 8, 0, "a"}});
  EXPECT_THAT(KindsOf(graph), ElementsAre(Kind::kOther, Kind::kAttention));
}

TEST(Kind, OfALayerIsThatOfMostOfItsWork) {
  const Graph graph = Make({{"Conv", {"in"}, 8, 8, "a"}, {"MatMul", {"t0"}, 9, 9, "a"}, {"Relu", {"t1"}, 0, 0, "b"}});
  const std::vector<Kind> kinds = KindsOf(graph);
  EXPECT_EQ(KindOfLayer(graph, 0, kinds), Kind::kDense);
  EXPECT_EQ(KindOfLayer(graph, 1, kinds), Kind::kOther);
}

}  // namespace
}  // namespace dnntune::graph
