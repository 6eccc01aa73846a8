// SPDX-License-Identifier: Apache-2.0
#include "format/onnx/write_network.h"

#include <array>
#include <limits>
#include <set>

#include "format/length_delimited.h"
#include "format/onnx/contents.h"
#include "format/weight.h"

namespace dnntune::format::onnx {
namespace {

using Integers = std::vector<std::int64_t>;

// In the order of NodeKind.
constexpr std::array<const char*, 26> kTypes = {"Conv",
                                                "Gemm",
                                                "MatMul",
                                                "Relu",
                                                "Clip",
                                                "Sigmoid",
                                                "Tanh",
                                                "Reciprocal",
                                                "Add",
                                                "Sub",
                                                "Mul",
                                                "Min",
                                                "Concat",
                                                "Slice",
                                                "MaxPool",
                                                "AveragePool",
                                                "GlobalAveragePool",
                                                "ReduceMean",
                                                "Reshape",
                                                "Resize",
                                                "Reshape",
                                                "Transpose",
                                                "Flatten",
                                                "Gather",
                                                "Cast",
                                                "Softmax"};

AttributeProto& AddAttribute(NodeProto& node, const char* name, AttributeProto::AttributeType type) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(type);
  return attribute;
}

void SetInt(NodeProto& node, const char* name, std::int64_t value) {
  AddAttribute(node, name, AttributeProto::INT).set_i(value);
}

void SetInts(NodeProto& node, const char* name, const Integers& values) {
  auto& attribute = AddAttribute(node, name, AttributeProto::INTS);
  for (const std::int64_t value : values) attribute.add_ints(value);
}

void SetText(NodeProto& node, const char* name, const char* text) {
  AddAttribute(node, name, AttributeProto::STRING).set_s(text);
}

TensorProto::DataType TypeOf(graph::DType dtype) {
  return dtype == graph::DType::kInt32 ? TensorProto::INT32 : TensorProto::FLOAT;
}

void Declare(ValueInfoProto& declared, const std::string& name, const Value& value) {
  declared.set_name(name);
  auto& type = *declared.mutable_type()->mutable_tensor_type();
  type.set_elem_type(TypeOf(value.dtype));
  for (const std::int64_t extent : value.shape) type.mutable_shape()->add_dim()->set_dim_value(extent);
}

void SetWindow(NodeProto& node, const Window& window) {
  SetInts(node, "kernel_shape", {window.kernel.height, window.kernel.width});
  SetInts(node, "strides", {window.stride, window.stride});
  SetInts(node, "pads", {window.padding.height, window.padding.width, window.padding.height, window.padding.width});
  if (window.dilation != 1) SetInts(node, "dilations", {window.dilation, window.dilation});
}

class Writer {
 public:
  explicit Writer(const Network& network) : network_(network), values_(Values(network)) {
    graph_.set_name(network.name);
    for (const Input& input : network.inputs) Declare(*graph_.add_input(), input.name, input.value);
    Declare(*graph_.add_output(), network.output, values_.at(network.output));
    for (const Node& node : network.nodes) Add(node);
  }

  [[nodiscard]] Result<void> Write(const ByteSink& sink) const {
    ModelProto model;
    model.set_ir_version(8);
    model.set_producer_name("dnntune");
    model.add_opset_import()->set_version(13);
    std::uint64_t size = graph_.ByteSizeLong();
    for (const Weight& weight : weights_) size += Header(weight).size() + Bytes(weight);
    if (size > std::numeric_limits<std::int32_t>::max()) {
      return Fail(ErrorCode::kUnavailable, "network " + network_.name + " is larger than the 2 GiB that one ONNX file can hold");
    }
    TRY(sink(model.SerializeAsString()));
    TRY(sink(Opening({}, ModelProto::kGraphFieldNumber, size)));
    TRY(sink(graph_.SerializeAsString()));
    for (const Weight& weight : weights_) {
      TRY(sink(Header(weight)));
      TRY(Stream(weight)(sink));
    }
    return {};
  }

 private:
  static std::uint64_t Bytes(const Weight& weight) { return Elements(weight) * sizeof(float); }

  // What stands before the weight's values in the graph's bytes.
  static std::string Header(const Weight& weight) {
    TensorProto tensor;
    tensor.set_name(weight.name);
    tensor.set_data_type(TensorProto::FLOAT);
    for (const std::int64_t extent : weight.shape) tensor.add_dims(extent);
    const std::string before = tensor.SerializeAsString();
    const std::array around = {Wrapping{GraphProto::kInitializerFieldNumber, before}};
    return Opening(around, TensorProto::kRawDataFieldNumber, Bytes(weight));
  }

  NodeProto& AddOperator(const char* type, const std::string& name, const std::vector<std::string>& inputs) {
    auto& target = *graph_.add_node();
    target.set_name(name);
    target.set_op_type(type);
    for (const std::string& input : inputs) target.add_input(input);
    target.add_output(name);
    return target;
  }
  void AddWeight(NodeProto& target, const std::optional<Weight>& weight) {
    if (!weight) return;
    target.add_input(weight->name);
    if (names_.insert(weight->name).second) weights_.push_back(*weight);
  }
  void AddIntegers(NodeProto& target, const std::string& name, const Integers& values) {
    target.add_input(name);
    auto& tensor = *graph_.add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(TensorProto::INT64);
    tensor.add_dims(static_cast<std::int64_t>(values.size()));
    tensor.set_raw_data(values.data(), values.size() * sizeof(std::int64_t));
  }

  // An operator of the node's that another one follows; its name and that of its output.
  std::string Before(const Node& node, const char* type, const std::string& input, const Integers& order = {}) {
    const std::string name = node.name + "." + type;
    auto& target = AddOperator(type, name, {input});
    if (!order.empty()) SetInts(target, "perm", order);
    return name;
  }
  // [batch, groups, each, height, width] with the second and third turned.
  std::string Shuffle(const Node& node) {
    const Integers& shape = node.value.shape;
    const std::string name = node.name + ".Reshape";
    AddIntegers(AddOperator("Reshape", name, node.inputs), name + "/shape",
                {shape[0], node.groups, shape[1] / node.groups, shape[2], shape[3]});
    return Before(node, "Transpose", name, {0, 2, 1, 3, 4});
  }
  std::vector<std::string> Inputs(const Node& node) {
    std::vector<std::string> inputs = node.inputs;
    if (node.kind == NodeKind::kReciprocalSqrt) inputs = {Before(node, "Sqrt", inputs.front())};
    if (node.kind == NodeKind::kChannelShuffle) inputs = {Shuffle(node)};
    if (node.kind == NodeKind::kMatMul && node.transpose_second)
      inputs.back() = Before(node, "Transpose", inputs.back(), {0, 2, 1});
    if (node.kind == NodeKind::kArgMax) {
      auto& target = AddOperator("ArgMax", node.name + ".ArgMax", inputs);
      SetInt(target, "axis", -1);
      SetInt(target, "keepdims", 0);
      inputs = {target.name()};
    }
    return inputs;
  }

  void Add(const Node& node) {
    const std::vector<std::string> inputs = Inputs(node);
    auto& target = AddOperator(kTypes[static_cast<std::size_t>(node.kind)], node.name, {});
    target.set_output(0, node.output);
    if (node.kind == NodeKind::kGather) AddWeight(target, node.weight);
    for (const std::string& input : inputs) target.add_input(input);
    if (node.kind != NodeKind::kGather) AddWeight(target, node.weight);
    AddWeight(target, node.bias);
    AddAttributes(target, node);
  }

  void AddAttributes(NodeProto& target, const Node& node) {
    const Integers& shape = node.value.shape;
    switch (node.kind) {
      case NodeKind::kConv:
        SetWindow(target, node.window);
        return SetInt(target, "group", node.groups);
      case NodeKind::kMaxPool:
      case NodeKind::kAveragePool:
        SetWindow(target, node.window);
        return SetInt(target, "ceil_mode", node.window.ceiling ? 1 : 0);
      case NodeKind::kFullyConnected:
        return SetInt(target, "transB", 1);
      case NodeKind::kRelu6:
        AddWeight(target, Weight{.name = "relu6/low", .shape = {}, .values = {0}});
        return AddWeight(target, Weight{.name = "relu6/high", .shape = {}, .values = {6}});
      case NodeKind::kConcat:
        return SetInt(target, "axis", node.axis);
      case NodeKind::kFlatten:
        return SetInt(target, "axis", 1);
      case NodeKind::kSoftmax:
        return SetInt(target, "axis", IsImage(node.value) ? 1 : -1);
      case NodeKind::kMean:
        SetInts(target, "axes", {-1});
        return SetInt(target, "keepdims", 1);
      case NodeKind::kSlice:
        AddIntegers(target, node.name + "/starts", {node.begin});
        AddIntegers(target, node.name + "/ends", {node.end});
        return AddIntegers(target, node.name + "/axes", {node.axis});
      case NodeKind::kChannelShuffle:
      case NodeKind::kReshape:
        return AddIntegers(target, node.name + "/shape", shape);
      case NodeKind::kResizeBilinear:
        target.add_input("");
        target.add_input("");
        AddIntegers(target, node.name + "/sizes", shape);
        SetText(target, "mode", "linear");
        return SetText(target, "coordinate_transformation_mode", "half_pixel");
      case NodeKind::kTranspose:
        return SetInts(target, "perm", {node.order.begin(), node.order.end()});
      case NodeKind::kArgMax:
        return SetInt(target, "to", TensorProto::INT32);
      default:
        return;  // nothing to say beside the inputs
    }
  }

  const Network& network_;
  const std::map<std::string, Value> values_;
  GraphProto graph_;             // but for the weights
  std::vector<Weight> weights_;  // in the order of the nodes that read them first
  std::set<std::string> names_;  // of weights_
};

}  // namespace

Result<void> WriteNetwork(const Network& network, const ByteSink& sink) {
  return Writer(network).Write(sink);
}

}  // namespace dnntune::format::onnx
