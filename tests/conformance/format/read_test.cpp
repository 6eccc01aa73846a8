// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <functional>
#include <numeric>

#include "conformance/format/suite.h"

namespace dnntune::conformance {
namespace {

std::uint64_t Elements(const std::optional<format::Weight>& weight) {
  if (!weight) return 0;
  const auto product = std::accumulate(weight->shape.begin(), weight->shape.end(), std::int64_t{1}, std::multiplies<>());
  return static_cast<std::uint64_t>(product);
}

// By the definition: every weight is multiplied once for each place of the output.
std::uint64_t Macs(const format::Node& node, const zoo::Feature& output) {
  return Elements(node.weight) * static_cast<std::uint64_t>(output.size * output.size);
}

TEST_P(FormatConformance, ReadsTheOperatorsThatWereWritten) {
  const auto model = ReadWhole();
  const SmallNetwork written = Branching();
  const graph::Graph& graph = model->graph();
  ASSERT_EQ(graph.operators().size(), written.network.nodes.size());
  for (std::size_t i = 0; i < graph.operators().size(); ++i) {
    const graph::Operator& op = graph.operators()[i];
    const format::Node& node = written.network.nodes[i];
    SCOPED_TRACE(node.name);
    EXPECT_EQ(op.name, node.name);
    EXPECT_FALSE(op.type.empty());
    Names inputs;
    for (const graph::TensorId id : op.inputs) inputs.push_back(graph.tensors()[id].name);
    EXPECT_EQ(inputs, node.inputs);
    ASSERT_EQ(op.outputs.size(), 1U);
    EXPECT_EQ(graph.tensors()[op.outputs[0]].name, node.output);
    EXPECT_EQ(op.macs, Macs(node, written.features[i]));
    EXPECT_EQ(op.parameters, Elements(node.weight) + Elements(node.bias));
    EXPECT_EQ(op.parameter_bytes, dnntune::Bytes(sizeof(float) * static_cast<double>(op.parameters)));
  }
}

TEST_P(FormatConformance, ReadsTheTensorsThatWereWritten) {
  const auto model = ReadWhole();
  const SmallNetwork written = Branching();
  const graph::Graph& graph = model->graph();
  ASSERT_EQ(graph.tensors().size(), written.features.size() + 1);
  std::vector<zoo::Feature> features = written.features;
  features.push_back({written.network.input, written.network.channels, written.network.height});
  for (const zoo::Feature& feature : features) {
    SCOPED_TRACE(feature.tensor);
    const auto id = graph.FindTensor(feature.tensor);
    ASSERT_TRUE(id);
    const graph::Tensor& tensor = graph.tensors()[*id];
    EXPECT_EQ(tensor.dtype, graph::DType::kFloat32);
    EXPECT_EQ(tensor.is_input, feature.tensor == written.network.input);
    EXPECT_EQ(tensor.is_output, feature.tensor == written.network.output);
    const bool is_flat = feature.tensor == "average/flatten" || feature.tensor == "classes/fc" || tensor.is_output;
    const std::vector<std::int64_t> flat = {1, feature.channels};
    EXPECT_EQ(tensor.shape, is_flat ? flat : GetParam().map(feature.channels, feature.size));
  }
}

TEST_P(FormatConformance, ReadsTheLayersThatWereWritten) {
  const auto model = ReadWhole();
  Names layers;
  for (const graph::Layer& layer : model->graph().layers()) layers.push_back(layer.name);
  EXPECT_THAT(layers, testing::ElementsAre("stem", "left", "right", "join", "mix", "pool", "average", "classes", "end"));
}

TEST_P(FormatConformance, ReadsEveryKindOfOperator) {
  for (const OperatorNetwork& one : OperatorNetworks()) {
    SCOPED_TRACE(one.name);
    const auto network = one.make();
    const auto model = Value(Read(std::string(one.name), Value(GetParam().write(network))));
    Names operators;
    for (const graph::Operator& op : model->graph().operators()) {
      EXPECT_TRUE(op.macs) << op.name;
      operators.push_back(op.name);
    }
    // A format may need an operator of its own beside a node's: "<node>/pad".
    for (const format::Node& node : network.nodes) EXPECT_THAT(operators, testing::Contains(node.name));
    const auto is_extra = [](const std::string& name) { return name.ends_with("/pad"); };
    std::erase_if(operators, is_extra);
    EXPECT_EQ(operators.size(), network.nodes.size());
    for (const graph::Tensor& tensor : model->graph().tensors()) EXPECT_TRUE(tensor.shape) << tensor.name;
  }
}

TEST_P(FormatConformance, ReadsTheSameTwice) {
  EXPECT_EQ(Bytes(), Bytes());
  EXPECT_EQ(Print(ReadWhole()->graph()), Print(ReadWhole()->graph()));
}

TEST_P(FormatConformance, NamesItselfAndItsFiles) {
  const auto model = ReadWhole();
  EXPECT_EQ(model->format(), GetParam().name);
  EXPECT_THAT(model->files(), testing::ElementsAre(Path("whole")));
}

}  // namespace
}  // namespace dnntune::conformance
