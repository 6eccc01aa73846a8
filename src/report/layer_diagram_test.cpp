// SPDX-License-Identifier: Apache-2.0
#include "report/layer_diagram.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dnntune::report {
namespace {

using testing::ElementsAre;
using testing::FieldsAre;

// in -> stem -> body -> end -> out, and from stem to end past the body.
graph::Graph Residual() {
  graph::GraphBuilder builder;
  builder.AddInput("in");
  builder.AddOutput("out");
  builder.AddTensor("in", graph::DType::kFloat32, std::vector<std::int64_t>{4});
  builder.AddTensor("a", graph::DType::kFloat32, std::vector<std::int64_t>{2});
  const auto add = [&](const char* name, std::vector<std::string> inputs, const char* output) {
    builder.AddOperator({.name = name, .type = "Relu", .inputs = std::move(inputs), .outputs = {output}, .layer = name});
  };
  add("stem", {"in"}, "a");
  add("body", {"a"}, "b");
  add("end", {"a", "b"}, "out");
  return std::move(builder).Build().value();
}

std::string Text(const Diagram::Edge& edge) {
  const auto end = [](const Diagram::End& row) { return row ? std::to_string(*row) : std::string("caller"); };
  const auto* bytes = std::get_if<Number>(&edge.bytes);
  return end(edge.from) + " " + end(edge.to) + " " + edge.tensors +
         (bytes == nullptr ? "" : " " + std::to_string(int(bytes->value)));
}

record::Decision Decided(const char* link, const char* objective, std::vector<std::string> head) {
  record::Decision decision;
  decision.link = link;
  decision.objective = objective;
  decision.candidates.resize(1);
  decision.candidates[0].head = std::move(head);
  return decision;
}

TEST(LayerDiagram, HasAnEdgeForWhateverLeavesALayer) {
  const Diagram diagram = LayerDiagram(Residual(), "layers", "latency");
  std::vector<std::string> edges;
  for (const Diagram::Edge& edge : diagram.edges) edges.push_back(Text(edge));
  EXPECT_THAT(edges, ElementsAre("caller 0 in 16", "0 1 a 8", "0 2 a 8", "1 2 b", "2 caller out"));
}

TEST(LayerDiagram, MarksCutsThroughOneTensor) {
  const auto marks = NarrowCuts(graph::PrefixCuts(Residual()));
  ASSERT_EQ(marks.size(), 2U);  // not after the body, past which another tensor runs, nor at the end, where nothing crosses
  EXPECT_THAT(marks[0].head, ElementsAre());
  EXPECT_THAT(marks[1].head, ElementsAre(FieldsAre(0, 0)));
}

TEST(LayerDiagram, MarksACutThatWasChosenTwiceOnce) {
  const auto marks = DecidedCuts(Residual(), {Decided("3g", "latency", {"stem"}), Decided("wifi", "latency", {"stem"}),
                                              Decided("3g", "energy", {"stem", "body", "end"}), Decided("4g", "energy", {"stem"})});
  ASSERT_EQ(marks.size(), 2U);
  EXPECT_EQ(marks[0].title, "latency: 3g, wifi; energy: 4g");
  EXPECT_EQ(marks[1].title, "energy: 3g");
  EXPECT_THAT(marks[1].head, ElementsAre(FieldsAre(0, 2)));
}

TEST(DecidedCuts, SaysWhichAreNotProved) {
  record::Decision unproved = Decided("3g", "latency", {"stem"});
  unproved.recommended = false;
  const auto marks = DecidedCuts(Residual(), {unproved, Decided("wifi", "latency", {"stem"})});
  EXPECT_EQ(marks.at(0).title, "latency: 3g (not proved), wifi");
}

}  // namespace
}  // namespace dnntune::report
