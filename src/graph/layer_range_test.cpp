// SPDX-License-Identifier: Apache-2.0
#include "graph/layer_range.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dnntune::graph {
namespace {

using testing::HasSubstr;

// conv1 -> fire2 -> fire3 -> conv4
Graph Chain() {
  GraphBuilder builder;
  builder.AddInput("t0");
  builder.AddOutput("t4");
  const char* layers[] = {"conv1", "fire2", "fire3", "conv4"};
  for (int i = 0; i < 4; ++i) {
    builder.AddOperator({.name = layers[i],
                         .type = "Conv",
                         .inputs = {"t" + std::to_string(i)},
                         .outputs = {"t" + std::to_string(i + 1)},
                         .layer = layers[i]});
  }
  return std::move(builder).Build().value();
}

class LayerRangeTest : public testing::Test {
 protected:
  void Expect(const char* text, LayerId first, LayerId last) {
    const auto range = ParseRange(graph_, text);
    ASSERT_TRUE(range) << range.error().message;
    EXPECT_EQ(range->first, first);
    EXPECT_EQ(range->last, last);
  }
  Graph graph_ = Chain();
};

TEST_F(LayerRangeTest, IncludesBothEnds) {
  Expect("fire2..fire3", 1, 2);
  Expect("fire2..fire2", 1, 1);
}

TEST_F(LayerRangeTest, GoesToTheModelsEndsWhereOneIsLeftOut) {
  Expect("..fire2", 0, 1);
  Expect("fire2..", 1, 3);
  Expect("..", 0, 3);
}

TEST_F(LayerRangeTest, RefusesWhatIsNoRange) {
  const Error error = ParseRange(graph_, "fire2").error();
  EXPECT_EQ(error.code, ErrorCode::kUsage);
  EXPECT_EQ(error.message, "'fire2' is no range of layers; write FROM..TO, such as Conv1..Conv2");
}

TEST_F(LayerRangeTest, NamesTheNearestOfALayerThatThereIsNot) {
  const Error error = ParseRange(graph_, "fire22..").error();
  EXPECT_EQ(error.code, ErrorCode::kBadInput);
  EXPECT_THAT(error.message, HasSubstr("no layer 'fire22'; did you mean 'fire2'?"));
}

TEST_F(LayerRangeTest, RefusesARangeThatRunsBackwards) {
  EXPECT_EQ(ParseRange(graph_, "fire3..fire2").error().message, "layer 'fire3' comes after layer 'fire2'; swap them");
}

}  // namespace
}  // namespace dnntune::graph
