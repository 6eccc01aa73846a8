// SPDX-License-Identifier: Apache-2.0
#include "format/tensorflow/network_writer.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <string_view>
#include <vector>

#include "format/tensorflow/serialize.h"

namespace dnntune::format {
namespace {

using tensorflow::GraphDef;
using tensorflow::NodeDef;
using Shape = std::vector<std::int64_t>;

constexpr int kProducer = 987;  // of TensorFlow 2.9, which knows every attribute that is used here

// [height, width, channels] of a tensor; a flat one is 1 x 1.
struct Map {
  std::int64_t height = 1;
  std::int64_t width = 1;
  std::int64_t channels = 0;
};

// How much is missing at one end of a side for the last window to fit.
struct Border {
  std::int64_t before = 0;
  std::int64_t after = 0;
  bool operator==(const Border&) const = default;
};

constexpr std::string_view kExplicit = "EXPLICIT";

// As TensorFlow names it, with the border of each side of each dimension where no name says it.
struct Padding {
  std::string_view name;
  Shape borders;
};

std::int64_t Places(std::int64_t size, const Window& window) {
  const std::int64_t span = size + 2 * window.padding - window.kernel;
  return (span + (window.ceiling ? window.stride - 1 : 0)) / window.stride + 1;
}

Border Wanted(std::int64_t size, const Window& window) {
  const std::int64_t missing = (Places(size, window) - 1) * window.stride + window.kernel - size - 2 * window.padding;
  return {window.padding, window.padding + (window.ceiling && missing > 0 ? missing : 0)};
}

// What padding SAME comes to.
Border Same(std::int64_t size, const Window& window) {
  const std::int64_t places = (size + window.stride - 1) / window.stride;
  const std::int64_t total = std::max<std::int64_t>((places - 1) * window.stride + window.kernel - size, 0);
  return {total / 2, total - total / 2};
}

// [height][width][in][out] of ONNX's [out][in][height][width]; by the strides of the target's dimensions in the source.
std::vector<float> Reorder(const std::vector<float>& from, const std::array<std::int64_t, 4>& extents,
                           const std::array<std::int64_t, 4>& strides) {
  std::vector<float> to;
  to.reserve(from.size());
  for (std::int64_t a = 0; a < extents[0]; ++a) {
    for (std::int64_t b = 0; b < extents[1]; ++b) {
      for (std::int64_t c = 0; c < extents[2]; ++c) {
        for (std::int64_t d = 0; d < extents[3]; ++d) {
          to.push_back(from[static_cast<std::size_t>(a * strides[0] + b * strides[1] + c * strides[2] + d * strides[3])]);
        }
      }
    }
  }
  return to;
}

class Writer {
 public:
  explicit Writer(const Network& network) : network_(network) {}

  Result<std::string> Write() {
    graph_.mutable_versions()->set_producer(kProducer);
    graph_.mutable_versions()->set_min_consumer(12);
    maps_[network_.input] = {network_.height, network_.width, network_.channels};
    NodeDef& input = Add("Placeholder", network_.input, {});
    input.mutable_attr()->erase("T");
    SetType(input, "dtype", tensorflow::DT_FLOAT);
    auto& shape = *(*input.mutable_attr())["shape"].mutable_shape();
    for (const std::int64_t extent : {1, network_.height, network_.width, network_.channels}) shape.add_dim()->set_size(extent);
    for (const Node& node : network_.nodes) AddNode(node);
    auto bytes = tensorflow::Serialize(graph_);
    if (!bytes) return Fail(std::move(bytes).error().Context("network " + network_.name));
    return bytes;
  }

 private:
  using Names = std::vector<std::string>;

  static void SetType(NodeDef& node, const char* name, tensorflow::DataType type) { (*node.mutable_attr())[name].set_type(type); }
  static void SetText(NodeDef& node, const char* name, std::string_view text) {
    (*node.mutable_attr())[name].set_s(std::string(text));
  }
  static void SetInts(NodeDef& node, const char* name, const Shape& values) {
    auto& list = *(*node.mutable_attr())[name].mutable_list();
    for (const std::int64_t value : values) list.add_i(value);
  }

  NodeDef& Add(const char* op, const std::string& name, const Names& inputs) {
    NodeDef& node = *graph_.add_node();
    node.set_name(name);
    node.set_op(op);
    for (const std::string& input : inputs) node.add_input(input);
    SetType(node, "T", tensorflow::DT_FLOAT);
    return node;
  }

  // The name of the new constant.
  std::string AddConstant(const std::string& name, tensorflow::DataType type, const Shape& shape, std::string content) {
    NodeDef& node = Add("Const", name, {});
    node.mutable_attr()->erase("T");
    SetType(node, "dtype", type);
    auto& tensor = *(*node.mutable_attr())["value"].mutable_tensor();
    tensor.set_dtype(type);
    // There for a scalar, too, as TensorFlow writes it: OpenVINO takes a content without a shape for zeros.
    auto& extents = *tensor.mutable_tensor_shape();
    for (const std::int64_t extent : shape) extents.add_dim()->set_size(extent);
    tensor.set_tensor_content(std::move(content));
    return name;
  }
  std::string AddFloats(const std::string& name, const Shape& shape, const std::vector<float>& values) {
    return AddConstant(name, tensorflow::DT_FLOAT, shape,
                       std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)));
  }
  std::string AddIntegers(const std::string& name, const Shape& shape, const std::vector<std::int32_t>& values) {
    return AddConstant(name, tensorflow::DT_INT32, shape,
                       std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(std::int32_t)));
  }

  void AddNode(const Node& node) {
    const Map& from = maps_.at(node.inputs.front());
    Map& to = maps_[node.output];
    to = from;
    const bool renamed = node.output != node.name;
    switch (node.kind) {
      case NodeKind::kConv:
        to = Convolve(node, from);
        break;
      case NodeKind::kFullyConnected:
        to = Connect(node);
        break;
      case NodeKind::kRelu:
        Add("Relu", node.name, node.inputs);
        break;
      case NodeKind::kRelu6:
        Add("Relu6", node.name, node.inputs);
        break;
      case NodeKind::kAdd:
        Add("AddV2", node.name, node.inputs);
        break;
      case NodeKind::kConcat:
        to.channels = Concat(node);
        break;
      case NodeKind::kMaxPool:
        to = Pool(node, from);
        break;
      case NodeKind::kGlobalAveragePool:
        to = Average(node, from);
        break;
      case NodeKind::kFlatten:
        to = Flatten(node, from);
        break;
      case NodeKind::kSoftmax:
        Add("Softmax", node.name, node.inputs);
        break;
    }
    // In TensorFlow a tensor is called as its node.
    if (renamed) Add("Identity", node.output, {node.name});
  }

  // Names of an operator that another of the same node follows, and of the last.
  static std::string Inner(const Node& node, const char* op) { return node.name + "." + op; }

  void AddBias(const Node& node, const std::string& from) {
    if (!node.bias) return;
    Add("BiasAdd", node.name, {from, AddFloats(node.name + "/bias", node.bias->shape, Fill(*node.bias))});
  }

  Map Convolve(const Node& node, const Map& from) {
    const Shape& shape = node.weight->shape;  // [out, in per group, height, width]
    const std::int64_t out = shape[0], in = shape[1], height = shape[2], width = shape[3], area = height * width;
    const bool is_depthwise = in == 1 && node.groups > 1;
    const std::int64_t each = out / node.groups;
    // Depthwise filters are [height][width][group][output of the group], and outputs count group by group as in ONNX.
    const std::vector<float> values =
        is_depthwise ? Reorder(Fill(*node.weight), {height, width, node.groups, each}, {width, 1, each * area, area})
                     : Reorder(Fill(*node.weight), {height, width, in, out}, {width, 1, area, in * area});
    const Shape filter = is_depthwise ? Shape{height, width, node.groups, each} : Shape{height, width, in, out};
    const std::string weight = AddFloats(node.name + "/weight", filter, values);
    const char* op = is_depthwise ? "DepthwiseConv2dNative" : "Conv2D";
    const std::string name = node.bias ? Inner(node, op) : node.name;
    const Padding padding = PaddingFor(from, node.window);
    // TensorFlow 2.15 loses explicit paddings where it fuses a depthwise convolution, and aborts.
    const bool is_apart = is_depthwise && padding.name == kExplicit;
    const std::string input = is_apart ? Surround(node, padding, "Pad") : node.inputs.front();
    NodeDef& convolution = Add(op, name, {input, weight});
    SetInts(convolution, "strides", {1, node.window.stride, node.window.stride, 1});
    SetText(convolution, "padding", is_apart ? "VALID" : padding.name);
    if (padding.name == kExplicit && !is_apart) SetInts(convolution, "explicit_paddings", padding.borders);
    AddBias(node, name);
    return {Places(from.height, node.window), Places(from.width, node.window), out};
  }

  static Padding PaddingFor(const Map& from, const Window& window) {
    const Border height = Wanted(from.height, window), width = Wanted(from.width, window);
    if (height == Border{} && width == Border{}) return {"VALID", {}};
    if (height == Same(from.height, window) && width == Same(from.width, window)) return {"SAME", {}};
    return {kExplicit, {0, 0, height.before, height.after, width.before, width.after, 0, 0}};
  }

  // An operator that puts the border around the node's input; the name of the larger tensor. PadV2 fills it with minus infinity.
  std::string Surround(const Node& node, const Padding& padding, const char* op) {
    const std::vector<std::int32_t> borders(padding.borders.begin(), padding.borders.end());
    Names inputs = {node.inputs.front(), AddIntegers(node.name + "/paddings", {4, 2}, borders)};
    if (std::string_view(op) == "PadV2") {
      inputs.push_back(AddFloats(node.name + "/lowest", {}, {-std::numeric_limits<float>::infinity()}));
    }
    return Add(op, Inner(node, op), inputs).name();
  }

  Map Connect(const Node& node) {
    const Shape& shape = node.weight->shape;  // [outputs, inputs]
    const std::string weight = AddFloats(node.name + "/weight", shape, Fill(*node.weight));
    const std::string name = node.bias ? Inner(node, "MatMul") : node.name;
    NodeDef& product = Add("MatMul", name, {node.inputs.front(), weight});
    (*product.mutable_attr())["transpose_b"].set_b(true);
    AddBias(node, name);
    return {1, 1, shape[0]};
  }

  std::int64_t Concat(const Node& node) {
    Names inputs = node.inputs;
    inputs.push_back(AddIntegers(node.name + "/axis", {}, {3}));
    NodeDef& concat = Add("ConcatV2", node.name, inputs);
    (*concat.mutable_attr())["N"].set_i(static_cast<std::int64_t>(node.inputs.size()));
    std::int64_t channels = 0;
    for (const std::string& input : node.inputs) channels += maps_.at(input).channels;
    return channels;
  }

  // MaxPool has no padding of its own choice.
  Map Pool(const Node& node, const Map& from) {
    const Padding padding = PaddingFor(from, node.window);
    const bool is_apart = padding.name == kExplicit;
    const std::string input = is_apart ? Surround(node, padding, "PadV2") : node.inputs.front();
    NodeDef& pool = Add("MaxPool", node.name, {input});
    SetInts(pool, "ksize", {1, node.window.kernel, node.window.kernel, 1});
    SetInts(pool, "strides", {1, node.window.stride, node.window.stride, 1});
    SetText(pool, "padding", is_apart ? "VALID" : padding.name);
    return {Places(from.height, node.window), Places(from.width, node.window), from.channels};
  }

  Map Average(const Node& node, const Map& from) {
    NodeDef& mean = Add("Mean", node.name, {node.inputs.front(), AddIntegers(node.name + "/axes", {2}, {1, 2})});
    (*mean.mutable_attr())["keep_dims"].set_b(true);
    return {1, 1, from.channels};
  }

  Map Flatten(const Node& node, const Map& from) {
    std::string input = node.inputs.front();
    if (from.height * from.width > 1 && from.channels > 1) {
      const std::string order = AddIntegers(node.name + "/order", {4}, {0, 3, 1, 2});
      input = Inner(node, "Transpose");
      Add("Transpose", input, {node.inputs.front(), order});
    }
    const std::int64_t elements = from.height * from.width * from.channels;
    Add("Reshape", node.name, {input, AddIntegers(node.name + "/shape", {2}, {1, static_cast<std::int32_t>(elements)})});
    return {1, 1, elements};
  }

  const Network& network_;
  GraphDef graph_;
  std::map<std::string, Map> maps_;  // by tensor
};

}  // namespace

Result<std::string> WriteTensorFlow(const Network& network) {
  return Writer(network).Write();
}

}  // namespace dnntune::format
