// SPDX-License-Identifier: Apache-2.0
#include "format/slice_layers.h"

#include <gtest/gtest.h>

namespace dnntune::format {
namespace {

// in -> stem -> left, right -> end; stem's tensor is an output of the model, too.
graph::Graph Branches() {
  graph::GraphBuilder builder;
  builder.AddInput("in");
  builder.AddOutput("a");
  builder.AddOutput("out");
  const auto add = [&](const char* name, std::vector<std::string> inputs, const char* output) {
    builder.AddOperator({.name = name, .type = "Conv", .inputs = std::move(inputs), .outputs = {output}, .layer = name});
  };
  add("stem", {"in"}, "a");
  add("left", {"a"}, "b");
  add("right", {"a"}, "c");
  add("end", {"b", "c"}, "out");
  return std::move(builder).Build().value();
}

// Yields the tensors that it is sliced at as text: "in > a b".
class SlicedModel : public Model {
 public:
  [[nodiscard]] const graph::Graph& graph() const override { return graph_; }
  [[nodiscard]] std::string_view format() const override { return "text"; }
  [[nodiscard]] std::span<const std::filesystem::path> files() const override { return {}; }

 protected:
  [[nodiscard]] Result<std::string> CutOut(std::span<const std::string> inputs, std::span<const std::string> outputs,
                                           const KnownTensors& /*known*/) const override {
    std::string text;
    for (const std::string& input : inputs) text += input + " ";
    text += ">";
    for (const std::string& output : outputs) text += " " + output;
    return text;
  }

 private:
  graph::Graph graph_ = Branches();
};

std::string Sliced(const std::vector<graph::LayerId>& layers) {
  return SliceLayers(SlicedModel(), layers).value();
}

TEST(SliceLayers, ReadsWhatComesFromOutsideAndYieldsWhatIsReadOutside) {
  EXPECT_EQ(Sliced({1}), "a > b");
  EXPECT_EQ(Sliced({1, 2}), "a > b c");
  EXPECT_EQ(Sliced({3}), "b c > out");
  EXPECT_EQ(Sliced({1, 3}), "a c > out");  // apart in the order
}

TEST(SliceLayers, YieldsAnOutputOfTheModelThoughItIsReadInside) {
  EXPECT_EQ(Sliced({0, 1, 2}), "in > a b c");
  EXPECT_EQ(Sliced({0, 1, 2, 3}), "in > a out");
}

}  // namespace
}  // namespace dnntune::format
