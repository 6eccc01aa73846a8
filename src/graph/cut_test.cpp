// SPDX-License-Identifier: Apache-2.0
#include "graph/cut.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <bitset>
#include <set>

namespace dnntune::graph {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Operator i makes tensor "t<i>" and is a layer of its own; edges lead from lower to higher. Operators without a predecessor read
// "in", those that nobody reads are outputs.
Graph MakeGraph(std::size_t operators, const std::set<std::pair<std::size_t, std::size_t>>& edges) {
  GraphBuilder builder;
  builder.AddInput("in");
  std::vector<bool> is_read(operators, false);
  for (std::size_t i = 0; i < operators; ++i) {
    OperatorSpec spec;
    spec.name = "op" + std::to_string(i);
    spec.layer = spec.name;
    spec.outputs = {"t" + std::to_string(i)};
    for (const auto& [from, to] : edges) {
      if (from == i) is_read[i] = true;
      if (to == i) spec.inputs.push_back("t" + std::to_string(from));
    }
    if (spec.inputs.empty()) spec.inputs = {"in"};
    builder.AddOperator(std::move(spec));
  }
  for (std::size_t i = 0; i < operators; ++i) {
    if (!is_read[i]) builder.AddOutput("t" + std::to_string(i));
  }
  return std::move(builder).Build().value();
}

std::vector<std::string> Names(const Graph& graph, const std::vector<TensorId>& ids) {
  std::vector<std::string> names;
  for (const TensorId id : ids) names.push_back(graph.tensors()[id].name);
  return names;
}

const std::set<std::pair<std::size_t, std::size_t>> kChain{{0, 1}, {1, 2}};
const std::set<std::pair<std::size_t, std::size_t>> kDiamond{{0, 1}, {0, 2}, {1, 3}, {2, 3}};

TEST(ListCuts, GivesAChainOneMoreCutThanLayersInOrder) {
  const Graph graph = MakeGraph(3, kChain);
  const CutList list = ListCuts(graph, 100);
  ASSERT_EQ(list.cuts.size(), 4U);
  EXPECT_TRUE(list.complete);
  EXPECT_THAT(Names(graph, list.cuts[0].crossing), ElementsAre("in"));
  EXPECT_THAT(Names(graph, list.cuts[1].crossing), ElementsAre("t0"));
  EXPECT_THAT(Names(graph, list.cuts[0].returned), ElementsAre("t2"));
  EXPECT_THAT(list.cuts[3].crossing, IsEmpty());
  EXPECT_THAT(list.cuts[3].returned, IsEmpty());
}

TEST(ListCuts, CutsThroughTheBranchesOfADiamond) {
  EXPECT_EQ(ListCuts(MakeGraph(4, kDiamond), 100).cuts.size(), 6U);
}

TEST(ListCuts, StopsAtTheLimitAndSaysSo) {
  const CutList list = ListCuts(MakeGraph(4, kDiamond), 5);
  EXPECT_EQ(list.cuts.size(), 5U);
  EXPECT_FALSE(list.complete);
}

TEST(MakeCut, SendsATensorOnceHoweverManyReadIt) {
  const Graph graph = MakeGraph(4, kDiamond);
  EXPECT_THAT(Names(graph, MakeCut(graph, {0}).crossing), ElementsAre("t0"));
  EXPECT_THAT(Names(graph, MakeCut(graph, {0, 1}).crossing), ElementsAre("t0", "t1"));
}

TEST(MakeCutDeathTest, RefusesAHeadThatNeedsItsTail) {
  const Graph graph = MakeGraph(3, kChain);
  EXPECT_DEATH((void)MakeCut(graph, {1}), "");
}

TEST(PrefixCuts, AreOneAfterEveryLayer) {
  const Graph graph = MakeGraph(4, kDiamond);
  const auto cuts = PrefixCuts(graph);
  ASSERT_EQ(cuts.size(), 5U);
  EXPECT_THAT(HeadOf(cuts[0]), IsEmpty());
  EXPECT_THAT(HeadOf(cuts[2]), ElementsAre(0, 1));
  EXPECT_THAT(HeadOf(cuts[4]), ElementsAre(0, 1, 2, 3));
}

bool IsClosed(const Graph& graph, const std::vector<LayerId>& head) {
  return std::all_of(head.begin(), head.end(), [&](LayerId layer) {
    const auto inputs = graph.LayerInputs(layer);
    return std::all_of(inputs.begin(), inputs.end(), [&](TensorId id) {
      const auto& producer = graph.tensors()[id].producer;
      return !producer || std::binary_search(head.begin(), head.end(), graph.operators()[*producer].layer);
    });
  });
}

TEST(ListCutsProperty, ListsEveryClosedHeadOnceAndCountsCrossingTensorsOnce) {
  ASSERT_TRUE(rc::check([] {
    const auto operators = *rc::gen::inRange<std::size_t>(1, 9);
    const auto bits = *rc::gen::arbitrary<std::uint64_t>();
    std::set<std::pair<std::size_t, std::size_t>> edges;
    for (std::size_t i = 0, bit = 0; i < operators; ++i) {
      for (std::size_t j = i + 1; j < operators; ++j, ++bit) {
        if ((bits >> bit & 1U) != 0) edges.emplace(i, j);
      }
    }
    const Graph graph = MakeGraph(operators, edges);
    std::set<std::vector<LayerId>> expected;
    for (std::uint64_t subset = 0; subset < (std::uint64_t{1} << operators); ++subset) {
      std::vector<LayerId> head;
      for (LayerId layer = 0; layer < operators; ++layer) {
        if ((subset >> layer & 1U) != 0) head.push_back(layer);
      }
      if (IsClosed(graph, head)) expected.insert(head);
    }
    const CutList list = ListCuts(graph, 1000);
    RC_ASSERT(list.complete && list.cuts.size() == expected.size());
    for (const Cut& cut : list.cuts) {
      RC_ASSERT(expected.erase(HeadOf(cut)) == 1U);
      RC_ASSERT(std::adjacent_find(cut.crossing.begin(), cut.crossing.end(), std::greater_equal<>()) == cut.crossing.end());
    }
  }));
}

TEST(PrefixCutsProperty, AreTheCutsOfTheirHeads) {
  ASSERT_TRUE(rc::check([] {
    const auto operators = *rc::gen::inRange<std::size_t>(1, 12);
    const auto bits = *rc::gen::arbitrary<std::uint64_t>();
    std::set<std::pair<std::size_t, std::size_t>> edges;
    for (std::size_t i = 0, bit = 0; i < operators; ++i) {
      for (std::size_t j = i + 1; j < operators && bit < 64; ++j, ++bit) {
        if ((bits >> bit & 1U) != 0) edges.emplace(i, j);
      }
    }
    const Graph graph = MakeGraph(operators, edges);
    for (const Cut& cut : PrefixCuts(graph)) {
      const Cut made = MakeCut(graph, HeadOf(cut));
      RC_ASSERT(cut.last == made.last && cut.crossing == made.crossing && cut.returned == made.returned);
    }
  }));
}

TEST(PrefixCuts, OfALongChainTakeMemoryInProportion) {
  constexpr std::size_t kOperators = 10'000;
  std::size_t held = 0;
  GraphBuilder builder;
  builder.AddInput("t0");
  for (std::size_t i = 0; i < kOperators; ++i) {
    const std::string number = std::to_string(i + 1);
    builder.AddOperator(
        {.name = "op" + number, .inputs = {"t" + std::to_string(i)}, .outputs = {"t" + number}, .layer = "op" + number});
  }
  builder.AddOutput("t" + std::to_string(kOperators));
  for (const Cut& cut : PrefixCuts(std::move(builder).Build().value())) {
    held += cut.head.size() + cut.last.size() + cut.crossing.size() + cut.returned.size();
  }
  EXPECT_LT(held, 5 * kOperators);
}

}  // namespace
}  // namespace dnntune::graph
