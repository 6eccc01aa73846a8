// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <numeric>

#include "conformance/format/suite.h"
#include "format/channels_last.h"

namespace dnntune::conformance {
namespace {

std::uint64_t Elements(const std::optional<format::Weight>& weight) {
  if (!weight) return 0;
  const auto product = std::accumulate(weight->shape.begin(), weight->shape.end(), std::int64_t{1}, std::multiplies<>());
  return static_cast<std::uint64_t>(product);
}

// By the definition: every weight is multiplied once for each place of the output.
std::uint64_t Macs(const format::Node& node) {
  const auto& shape = node.value.shape;
  return Elements(node.weight) * static_cast<std::uint64_t>(IsImage(node.value) ? shape[2] * shape[3] : 1);
}

// What a node became: itself, and in formats that know no bias or no such padding others before it, called "<node>.<operator>".
struct Part {
  std::vector<const graph::Operator*> operators;
  std::uint64_t macs = 0;
  std::uint64_t parameters = 0;
  dnntune::Bytes parameter_bytes;
  Names inputs;  // from outside
};

bool IsInner(const std::string& name, const std::string& node) {
  return name.rfind(node + ".", 0) == 0;
}

Part PartOf(const graph::Graph& graph, const std::string& node) {
  Part part;
  for (const graph::Operator& op : graph.operators()) {
    if (op.name != node && !IsInner(op.name, node)) continue;
    part.operators.push_back(&op);
    part.macs += op.macs.value();
    part.parameters += op.parameters;
    part.parameter_bytes += op.parameter_bytes;
    for (const graph::TensorId id : op.inputs) {
      if (!IsInner(graph.tensors()[id].name, node)) part.inputs.push_back(graph.tensors()[id].name);
    }
  }
  return part;
}

TEST_P(FormatConformance, ReadsTheOperatorsThatWereWritten) {
  const auto model = ReadWhole();
  const format::Network written = Branching();
  const graph::Graph& graph = model->graph();
  std::size_t operators = 0;
  for (const format::Node& node : written.nodes) {
    SCOPED_TRACE(node.name);
    const Part part = PartOf(graph, node.name);
    ASSERT_FALSE(part.operators.empty());
    operators += part.operators.size();
    const graph::Operator& op = *part.operators.back();
    EXPECT_EQ(op.name, node.name);
    EXPECT_FALSE(op.type.empty());
    EXPECT_EQ(part.inputs, node.inputs);
    ASSERT_EQ(op.outputs.size(), 1U);
    EXPECT_EQ(graph.tensors()[op.outputs[0]].name, node.output);
    EXPECT_EQ(part.macs, Macs(node));
    EXPECT_EQ(part.parameters, Elements(node.weight) + Elements(node.bias));
    EXPECT_EQ(part.parameter_bytes, dnntune::Bytes(sizeof(float) * static_cast<double>(part.parameters)));
  }
  EXPECT_EQ(graph.operators().size(), operators);
}

TEST_P(FormatConformance, ReadsTheTensorsThatWereWritten) {
  const auto model = ReadWhole();
  const format::Network written = Branching();
  const graph::Graph& graph = model->graph();
  const auto is_inner = [&](const graph::Tensor& tensor) {
    return std::any_of(written.nodes.begin(), written.nodes.end(),
                       [&](const format::Node& node) { return IsInner(tensor.name, node.name); });
  };
  const auto inner = std::count_if(graph.tensors().begin(), graph.tensors().end(), is_inner);
  const auto values = format::Values(written);
  ASSERT_EQ(graph.tensors().size(), values.size() + static_cast<std::size_t>(inner));
  for (const auto& [name, value] : values) {
    SCOPED_TRACE(name);
    const auto id = graph.FindTensor(name);
    ASSERT_TRUE(id);
    const graph::Tensor& tensor = graph.tensors()[*id];
    EXPECT_EQ(tensor.dtype, value.dtype);
    EXPECT_EQ(tensor.is_input, name == written.inputs[0].name);
    EXPECT_EQ(tensor.is_output, name == written.output);
    EXPECT_EQ(tensor.shape, GetParam().is_channels_last ? format::ChannelsLast(value) : value.shape);
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
    const auto model = Value(Read(std::string(one.name), Value(format::BytesOf(network, Format().write_network))));
    for (const format::Node& node : network.nodes) EXPECT_FALSE(PartOf(model->graph(), node.name).operators.empty()) << node.name;
    for (const graph::Operator& op : model->graph().operators()) EXPECT_TRUE(op.macs) << op.name;
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
