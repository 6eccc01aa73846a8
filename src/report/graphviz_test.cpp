// SPDX-License-Identifier: Apache-2.0
#include "report/graphviz.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dnntune::report {
namespace {

using testing::HasSubstr;
using testing::Not;

graph::Graph Chain(const std::string& layer, bool has_bytes) {
  graph::GraphBuilder builder;
  builder.AddInput("in");
  builder.AddOutput("out");
  if (has_bytes) builder.AddTensor("mid", graph::DType::kFloat32, std::vector<std::int64_t>{2, 3});
  for (const auto& [name, input, output] : {std::tuple{std::string("first"), "in", "mid"}, std::tuple{layer, "mid", "out"}}) {
    builder.AddOperator({.name = name, .type = "Relu", .inputs = {input}, .outputs = {output}, .layer = name});
  }
  return std::move(builder).Build().value();
}

TEST(Graphviz, DrawsLayersAndTheTensorsBetweenThem) {
  const std::string dot = Dot("net", Chain("last", true));
  EXPECT_THAT(dot, HasSubstr("digraph \"net\""));
  EXPECT_THAT(dot, HasSubstr("\"in: in\" -> \"first\""));
  EXPECT_THAT(dot, HasSubstr("\"first\" -> \"last\" [label=\"mid (24 B)\"]"));
  EXPECT_THAT(dot, HasSubstr("\"last\" -> \"out: out\""));
}

TEST(Graphviz, LeavesOutASizeThatIsNotKnown) {
  EXPECT_THAT(Dot("net", Chain("last", false)), HasSubstr("\"first\" -> \"last\" [label=\"mid\"]"));
}

TEST(Graphviz, ANameCannotEndItsQuotes) {
  const std::string dot = Dot("a\"b\\", Chain("x\"]; evil [label=\"", true));
  EXPECT_THAT(dot, HasSubstr(R"(digraph "a\"b\\" {)"));
  EXPECT_THAT(dot, HasSubstr(R"("x\"]; evil [label=\"")"));
  EXPECT_THAT(dot, Not(HasSubstr("x\"];")));
}

}  // namespace
}  // namespace dnntune::report
