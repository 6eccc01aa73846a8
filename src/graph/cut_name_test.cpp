// SPDX-License-Identifier: Apache-2.0
#include "graph/cut_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

namespace dnntune::graph {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Every layer reads those that `reads` names, or the input.
Graph Network(const std::vector<std::pair<std::string, std::vector<std::string>>>& layers) {
  GraphBuilder builder;
  builder.AddInput("in");
  for (const auto& [name, reads] : layers) {
    OperatorSpec spec{.name = name, .type = "Conv", .outputs = {name + ":out"}, .layer = name};
    for (const std::string& from : reads) spec.inputs.push_back(from + ":out");
    if (reads.empty()) spec.inputs = {"in"};
    builder.AddOperator(std::move(spec));
    builder.AddOutput(name + ":out");
  }
  return std::move(builder).Build().value();
}

// A backbone of two layers and two heads of one.
Graph Heads() {
  return Network({{"stem", {}}, {"body", {"stem"}}, {"boxes", {"body"}}, {"scores", {"body"}}});
}

std::vector<std::string> NamesOfCuts(const Graph& graph) {
  std::vector<std::string> names;
  for (const Cut& cut : ListCuts(graph, 1000).cuts) names.push_back(CutName(graph, cut));
  return names;
}

TEST(CutName, TellsTheLastLayersOfTheHead) {
  EXPECT_THAT(NamesOfCuts(Heads()), ElementsAre("before the first layer", "after stem", "after body", "after scores", "after boxes",
                                                "after the last layer"));
  EXPECT_EQ(CutName(Heads(), MakeCut(Heads(), {0, 1, 2, 3})), "after the last layer");
  const Graph end = Network({{"left", {}}, {"right", {}}, {"end", {"left", "right"}}});
  EXPECT_THAT(NamesOfCuts(end), testing::Contains("after left and right"));
}

TEST(FindCut, TakesWhatCutNameGives) {
  const Graph graph = Heads();
  for (const Cut& cut : ListCuts(graph, 1000).cuts) {
    EXPECT_TRUE(IsCutName(graph, CutName(graph, cut)));
    EXPECT_EQ(HeadOf(FindCut(graph, CutName(graph, cut)).value()), HeadOf(cut)) << CutName(graph, cut);
  }
}

TEST(FindCut, TakesLayersInAnyOrderAndSuchAsOthersDependOn) {
  const Graph graph = Network({{"left", {}}, {"right", {}}, {"end", {"left", "right"}}});
  EXPECT_THAT(HeadOf(FindCut(graph, "after right and left").value()), ElementsAre(0, 1));
  EXPECT_THAT(HeadOf(FindCut(Heads(), "after stem and boxes").value()), ElementsAre(0, 1, 2));
}

TEST(FindCut, ReadsLayersWhoseNamesHoldAnd) {
  const Graph graph = Network({{"sum and norm", {}}, {"b", {}}, {"after", {"b"}}, {"after b", {"b"}}});
  EXPECT_EQ(CutName(graph, FindCut(graph, "after sum and norm and b").value()), "after sum and norm and b");
  EXPECT_FALSE(IsCutName(graph, "after b"));  // is a layer
}

TEST(FindCut, NamesWhatIsNoLayer) {
  const auto found = FindCut(Heads(), "after body and boxs");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(found.error().message, HasSubstr("it has no layer 'boxs'; did you mean 'boxes'?"));
  EXPECT_THAT(FindCut(Heads(), "body").error().message, HasSubstr("write 'after A and B'"));
}

TEST(CutNameProperty, NoTwoCutsShareAName) {
  ASSERT_TRUE(rc::check([] {
    const auto layers = *rc::gen::inRange<std::size_t>(1, 9);
    const auto bits = *rc::gen::arbitrary<std::uint64_t>();
    std::vector<std::pair<std::string, std::vector<std::string>>> network;
    for (std::size_t i = 0, bit = 0; i < layers; ++i) {
      auto& [name, reads] = network.emplace_back("l" + std::to_string(i), std::vector<std::string>());
      for (std::size_t j = 0; j < i; ++j, ++bit) {
        if ((bits >> bit & 1U) != 0) reads.push_back("l" + std::to_string(j));
      }
    }
    const Graph graph = Network(network);
    const CutList list = ListCuts(graph, 1000);
    std::set<std::string> names;
    for (const Cut& cut : list.cuts) {
      const std::string name = CutName(graph, cut);
      RC_ASSERT(names.insert(name).second);
      RC_ASSERT(HeadOf(FindCut(graph, name).value()) == HeadOf(cut));
    }
  }));
}

}  // namespace
}  // namespace dnntune::graph
