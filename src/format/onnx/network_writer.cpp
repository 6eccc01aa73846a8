// SPDX-License-Identifier: Apache-2.0
#include "format/onnx/network_writer.h"

#include <onnx/onnx_pb.h>

#include <array>
#include <bit>
#include <limits>

namespace dnntune::format {
namespace {

static_assert(std::endian::native == std::endian::little, "ONNX stores raw data little-endian");

constexpr const char* kRelu6Low = "relu6/low";
constexpr const char* kRelu6High = "relu6/high";

constexpr std::array<const char*, 10> kTypes = {
    "Conv", "Gemm", "Relu", "Clip", "Add", "Concat", "MaxPool", "GlobalAveragePool", "Flatten", "Softmax"};

onnx::AttributeProto& AddAttribute(onnx::NodeProto& node, const char* name, onnx::AttributeProto::AttributeType type) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(type);
  return attribute;
}

void AddInt(onnx::NodeProto& node, const char* name, std::int64_t value) {
  AddAttribute(node, name, onnx::AttributeProto::INT).set_i(value);
}

void AddInts(onnx::NodeProto& node, const char* name, int count, std::int64_t value) {
  auto& attribute = AddAttribute(node, name, onnx::AttributeProto::INTS);
  for (int i = 0; i < count; ++i) attribute.add_ints(value);
}

void AddInitializer(onnx::GraphProto& graph, const std::string& name, const std::vector<std::int64_t>& shape,
                    const std::vector<float>& values) {
  auto& tensor = *graph.add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(onnx::TensorProto::FLOAT);
  for (const std::int64_t extent : shape) tensor.add_dims(extent);
  tensor.set_raw_data(values.data(), values.size() * sizeof(float));
}

void AddValue(onnx::ValueInfoProto& value, const std::string& name, std::initializer_list<std::int64_t> shape) {
  value.set_name(name);
  auto& type = *value.mutable_type()->mutable_tensor_type();
  type.set_elem_type(onnx::TensorProto::FLOAT);
  for (const std::int64_t extent : shape) type.mutable_shape()->add_dim()->set_dim_value(extent);
}

void AddWindow(onnx::NodeProto& node, const Window& window) {
  AddInts(node, "kernel_shape", 2, window.kernel);
  AddInts(node, "strides", 2, window.stride);
  AddInts(node, "pads", 4, window.padding);
}

void AddAttributes(onnx::NodeProto& target, const Node& node) {
  switch (node.kind) {
    case NodeKind::kConv:
      AddWindow(target, node.window);
      AddInt(target, "group", node.groups);
      break;
    case NodeKind::kMaxPool:
      AddWindow(target, node.window);
      AddInt(target, "ceil_mode", node.window.ceiling ? 1 : 0);
      break;
    case NodeKind::kFullyConnected:
      AddInt(target, "transB", 1);
      break;
    case NodeKind::kRelu6:
      target.add_input(kRelu6Low);
      target.add_input(kRelu6High);
      break;
    case NodeKind::kConcat:
    case NodeKind::kFlatten:
    case NodeKind::kSoftmax:
      AddInt(target, "axis", 1);
      break;
    case NodeKind::kRelu:
    case NodeKind::kAdd:
    case NodeKind::kGlobalAveragePool:
      break;
  }
}

void AddNode(onnx::GraphProto& graph, const Node& node) {
  auto& target = *graph.add_node();
  target.set_name(node.name);
  target.set_op_type(kTypes[static_cast<std::size_t>(node.kind)]);
  for (const std::string& input : node.inputs) target.add_input(input);
  target.add_output(node.output);
  if (node.weight) {
    target.add_input(node.name + "/weight");
    AddInitializer(graph, node.name + "/weight", node.weight->shape, Fill(*node.weight));
  }
  if (node.bias) {
    target.add_input(node.name + "/bias");
    AddInitializer(graph, node.name + "/bias", node.bias->shape, Fill(*node.bias));
  }
  AddAttributes(target, node);
}

}  // namespace

Result<std::string> WriteOnnx(const Network& network) {
  onnx::ModelProto model;
  model.set_ir_version(8);
  model.set_producer_name("dnntune");
  model.add_opset_import()->set_version(13);
  auto& graph = *model.mutable_graph();
  graph.set_name(network.name);
  AddValue(*graph.add_input(), network.input, {1, network.channels, network.height, network.width});
  AddValue(*graph.add_output(), network.output, {1, network.classes});
  bool has_relu6 = false;
  for (const Node& node : network.nodes) {
    AddNode(graph, node);
    has_relu6 = has_relu6 || node.kind == NodeKind::kRelu6;
  }
  if (has_relu6) {
    AddInitializer(graph, kRelu6Low, {}, {0.0F});
    AddInitializer(graph, kRelu6High, {}, {6.0F});
  }
  std::string bytes;
  if (model.ByteSizeLong() > std::numeric_limits<std::int32_t>::max() || !model.SerializeToString(&bytes)) {
    return Fail(ErrorCode::kUnavailable, "network " + network.name + " is larger than the 2 GiB that one ONNX file can hold");
  }
  return bytes;
}

}  // namespace dnntune::format
