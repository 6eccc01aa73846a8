// SPDX-License-Identifier: Apache-2.0
#include "format/tensorflow/write_network.h"

#include <array>
#include <limits>
#include <map>
#include <set>

#include "format/channels_last.h"
#include "format/node_row.h"
#include "format/tensorflow/file_writer.h"
#include "format/weight.h"

namespace dnntune::format::tensorflow {
namespace {

using Integers = std::vector<std::int32_t>;
using Names = std::vector<std::string>;

// Operators that say nothing but their inputs.
struct Plain {
  NodeKind kind;
  const char* op;
};
constexpr std::array kPlain = {
    Plain{NodeKind::kRelu, "Relu"},      Plain{NodeKind::kRelu6, "Relu6"},          Plain{NodeKind::kSigmoid, "Sigmoid"},
    Plain{NodeKind::kTanh, "Tanh"},      Plain{NodeKind::kReciprocalSqrt, "Rsqrt"}, Plain{NodeKind::kAdd, "AddV2"},
    Plain{NodeKind::kSubtract, "Sub"},   Plain{NodeKind::kMultiply, "Mul"},         Plain{NodeKind::kMinimum, "Minimum"},
    Plain{NodeKind::kSoftmax, "Softmax"}};

const char* PlainOperator(NodeKind kind) {
  for (const Plain& plain : kPlain) {
    if (plain.kind == kind) return plain.op;
  }
  return nullptr;
}

Integers ToInt32(const Shape& shape) {
  return {shape.begin(), shape.end()};
}

// Names of an operator that another of the same node follows.
std::string Inner(const Node& node, const char* op) {
  return node.name + "." + op;
}

Shape Borders(const Placement& placement) {
  const auto& [padding, rows, columns] = placement;
  return {0, 0, rows.before, rows.after, columns.before, columns.after, 0, 0};
}

class Writer {
 public:
  explicit Writer(const Network& network) : network_(network), values_(Values(network)) {}

  Result<void> Write(const ByteSink& sink) {
    for (const Input& input : network_.inputs) {
      NodeDef& placeholder = graph_.Add("Placeholder", input.name, {});
      SetType(placeholder, "dtype", FromDType(input.value.dtype));
      auto& shape = *(*placeholder.mutable_attr())["shape"].mutable_shape();
      for (const std::int64_t extent : ChannelsLast(input.value)) shape.add_dim()->set_size(extent);
    }
    for (const Node& node : network_.nodes) {
      TRY(Add(node));
      // In TensorFlow a tensor is called as its node.
      if (node.output != node.name) SetType(graph_.Add("Identity", node.output, {node.name}), "T", Type(node.value));
    }
    if (auto written = graph_.Write(sink); !written) return Fail(std::move(written).error().Context("network " + network_.name));
    return {};
  }

 private:
  static DataType Type(const Value& value) { return FromDType(value.dtype); }
  [[nodiscard]] const Value& ValueOf(const std::string& tensor) const { return values_.at(tensor); }
  [[nodiscard]] const Value& InputOf(const Node& node) const { return values_.at(node.inputs.front()); }

  // An operator on tensors of one type, "T": that of the node's first input.
  NodeDef& Add(const Node& node, const char* op, const std::string& name, const Names& inputs) {
    NodeDef& target = graph_.Add(op, name, inputs);
    SetType(target, "T", Type(InputOf(node)));
    return target;
  }
  std::string AddWeight(const Weight& weight) {
    if (names_.insert(weight.name).second) graph_.AddFloats(weight.name, weight.shape, Stream(weight));
    return weight.name;
  }

  using Row = NodeRow<Writer>;

  Result<void> Add(const Node& node) {
    if (const char* op = PlainOperator(node.kind)) {
      Names inputs = node.inputs;
      if (node.weight) inputs.push_back(AddWeight(*node.weight));
      Add(node, op, node.name, inputs);
      return {};
    }
    static constexpr std::array kRows = {Row{NodeKind::kConv, &Writer::Convolve},
                                         Row{NodeKind::kFullyConnected, &Writer::Connect},
                                         Row{NodeKind::kMatMul, &Writer::Multiply},
                                         Row{NodeKind::kConcat, &Writer::Concatenate},
                                         Row{NodeKind::kSlice, &Writer::Slice},
                                         Row{NodeKind::kMaxPool, &Writer::MaxPool},
                                         Row{NodeKind::kGlobalAveragePool, &Writer::MeanOfImage},
                                         Row{NodeKind::kMean, &Writer::MeanOfRow},
                                         Row{NodeKind::kChannelShuffle, &Writer::Shuffle},
                                         Row{NodeKind::kResizeBilinear, &Writer::Resize},
                                         Row{NodeKind::kReshape, &Writer::ReshapeInput},
                                         Row{NodeKind::kFlatten, &Writer::Flatten},
                                         Row{NodeKind::kTranspose, &Writer::TransposeInput},
                                         Row{NodeKind::kGather, &Writer::Gather},
                                         Row{NodeKind::kArgMax, &Writer::ArgMax}};
    if (node.kind == NodeKind::kAveragePool) return AveragePool(node);  // the one that the format may not be able to say
    return WriteNode(kRows, *this, node);
  }

  void AddBias(const Node& node, const std::string& from) {
    if (node.bias) Add(node, "BiasAdd", node.name, {from, AddWeight(*node.bias)});
  }

  void Convolve(const Node& node) {
    const Weight& weight = *node.weight;  // [out, in per group, height, width]
    const bool is_depthwise = weight.shape[1] == 1 && node.groups > 1;
    // Depthwise filters are [height, width, group, output of the group], and outputs count group by group as in ONNX.
    Shape filter = {weight.shape[2], weight.shape[3], weight.shape[1], weight.shape[0]};
    if (is_depthwise) filter = {weight.shape[2], weight.shape[3], node.groups, weight.shape[0] / node.groups};
    graph_.AddFloats(weight.name, filter,
                     is_depthwise ? StreamTransposed(weight, {2, 3, 0, 1}) : StreamTransposed(weight, {2, 3, 1, 0}));
    const char* op = is_depthwise ? "DepthwiseConv2dNative" : "Conv2D";
    const std::string name = node.bias ? Inner(node, op) : node.name;
    if (is_depthwise && node.window.dilation > 1) {
      Dilate(node, op, name);
    } else {
      Slide(node, op, name);
    }
    AddBias(node, name);
  }

  void Slide(const Node& node, const char* op, const std::string& name) {
    const Placement placement = Place(node.window, SidesOf(InputOf(node)));
    const bool is_explicit = placement.padding == Padding::kExplicit;
    // TensorFlow 2.15 loses explicit paddings where it fuses a depthwise convolution, and aborts.
    const bool is_apart = is_explicit && std::string_view(op) == "DepthwiseConv2dNative";
    const std::string input = is_apart ? Surround(node, placement, "Pad") : node.inputs.front();
    NodeDef& target = Add(node, op, name, {input, node.weight->name});
    SetInts(target, "strides", {1, node.window.stride, node.window.stride, 1});
    SetInts(target, "dilations", {1, node.window.dilation, node.window.dilation, 1});
    SetText(target, "padding", is_apart ? "VALID" : NameOf(placement.padding));
    if (is_explicit && !is_apart) SetInts(target, "explicit_paddings", Borders(placement));
  }

  // TensorFlow's depthwise convolution knows no dilation on a CPU: as its own layers do, the image is dealt out into as many as the
  // dilation squared, on each of which the window is dense. Of stride one.
  void Dilate(const Node& node, const char* op, const std::string& name) {
    const std::int64_t block = node.window.dilation;
    const Sides image = SidesOf(InputOf(node));
    const auto border = [&](int size, int padding) -> std::array<std::int64_t, 3> {
      const std::int64_t spare = (block - (size + 2 * padding) % block) % block;
      return {padding, padding + spare, spare};
    };
    const auto rows = border(image.height, node.window.padding.height), columns = border(image.width, node.window.padding.width);
    const std::string blocks = graph_.AddIntegers(node.name + "/block", {2}, ToInt32({block, block}));
    const std::string borders =
        graph_.AddIntegers(node.name + "/paddings", {2, 2}, ToInt32({rows[0], rows[1], columns[0], columns[1]}));
    const std::string crops = graph_.AddIntegers(node.name + "/crops", {2, 2}, ToInt32({0, rows[2], 0, columns[2]}));
    const std::string dealt = Inner(node, "SpaceToBatchND"), dense = Inner(node, "Dense");
    Add(node, "SpaceToBatchND", dealt, {node.inputs.front(), blocks, borders});
    NodeDef& target = Add(node, op, dense, {dealt, node.weight->name});
    SetInts(target, "strides", {1, 1, 1, 1});
    SetText(target, "padding", "VALID");
    Add(node, "BatchToSpaceND", name, {dense, blocks, crops});
  }

  static std::string_view NameOf(Padding padding) {
    switch (padding) {
      case Padding::kValid:
        return "VALID";
      case Padding::kSame:
        return "SAME";
      case Padding::kExplicit:
        break;
    }
    return "EXPLICIT";
  }

  // An operator that puts the border around the node's input; the name of the larger tensor. PadV2 fills it with minus infinity.
  std::string Surround(const Node& node, const Placement& placement, const char* op) {
    Names inputs = {node.inputs.front(), graph_.AddIntegers(node.name + "/paddings", {4, 2}, ToInt32(Borders(placement)))};
    if (std::string_view(op) == "PadV2") {
      constexpr float kLowest = -std::numeric_limits<float>::infinity();
      inputs.push_back(AddWeight({.name = node.name + "/lowest", .shape = {}, .values = {kLowest}}));
    }
    return Add(node, op, Inner(node, op), inputs).name();
  }

  void Connect(const Node& node) {
    const std::string name = node.bias ? Inner(node, "MatMul") : node.name;
    const std::string weight = AddWeight(*node.weight);
    SetBool(Add(node, "MatMul", name, {node.inputs.front(), weight}), "transpose_b", true);
    AddBias(node, name);
  }

  void Multiply(const Node& node) { SetBool(Add(node, "BatchMatMulV2", node.name, node.inputs), "adj_y", node.transpose_second); }

  void Concatenate(const Node& node) {
    Names inputs = node.inputs;
    inputs.push_back(graph_.AddIntegers(node.name + "/axis", {}, {AxisOfChannelsLast(node.value, node.axis)}));
    SetInt(Add(node, "ConcatV2", node.name, inputs), "N", static_cast<std::int64_t>(node.inputs.size()));
  }

  void Slice(const Node& node) {
    const Shape size = ChannelsLast(node.value);
    const auto rank = static_cast<std::int64_t>(size.size());
    Integers begin(size.size());
    begin[static_cast<std::size_t>(AxisOfChannelsLast(node.value, node.axis))] = static_cast<std::int32_t>(node.begin);
    const std::string from = graph_.AddIntegers(node.name + "/begin", {rank}, begin);
    const std::string extents = graph_.AddIntegers(node.name + "/size", {rank}, ToInt32(size));
    SetType(Add(node, "Slice", node.name, {node.inputs.front(), from, extents}), "Index", DT_INT32);
  }

  void Pool(const Node& node, const char* op, const std::string& input, Padding padding) {
    NodeDef& pool = Add(node, op, node.name, {input});
    SetInts(pool, "ksize", {1, node.window.kernel.height, node.window.kernel.width, 1});
    SetInts(pool, "strides", {1, node.window.stride, node.window.stride, 1});
    SetText(pool, "padding", NameOf(padding));
  }
  // MaxPool has no padding of its own choice.
  void MaxPool(const Node& node) {
    const Placement placement = Place(node.window, SidesOf(InputOf(node)));
    if (placement.padding != Padding::kExplicit) return Pool(node, "MaxPool", node.inputs.front(), placement.padding);
    const std::string input = Surround(node, placement, "PadV2");
    Pool(node, "MaxPool", input, Padding::kValid);
  }
  Result<void> AveragePool(const Node& node) {
    const Placement placement = Place(node.window, SidesOf(InputOf(node)));
    TRY(CheckAverage(node, placement));
    Pool(node, "AvgPool", node.inputs.front(), placement.padding);
    return {};
  }

  void Mean(const Node& node, const Integers& axes) {
    const std::string over = graph_.AddIntegers(node.name + "/axes", {static_cast<std::int64_t>(axes.size())}, axes);
    SetBool(Add(node, "Mean", node.name, {node.inputs.front(), over}), "keep_dims", true);
  }

  void MeanOfImage(const Node& node) { Mean(node, {1, 2}); }
  void MeanOfRow(const Node& node) { Mean(node, {-1}); }

  void Reshape(const Node& node, const std::string& name, const std::string& input, const Shape& shape) {
    const std::string to = graph_.AddIntegers(name + "/shape", {static_cast<std::int64_t>(shape.size())}, ToInt32(shape));
    Add(node, "Reshape", name, {input, to});
  }
  void Transpose(const Node& node, const std::string& name, const std::string& input, const Integers& order) {
    const std::string by = graph_.AddIntegers(name + "/order", {static_cast<std::int64_t>(order.size())}, order);
    Add(node, "Transpose", name, {input, by});
  }

  void ReshapeInput(const Node& node) { Reshape(node, node.name, node.inputs.front(), node.value.shape); }
  void TransposeInput(const Node& node) { Transpose(node, node.name, node.inputs.front(), {node.order.begin(), node.order.end()}); }

  void Shuffle(const Node& node) {
    const Shape shape = ChannelsLast(node.value);
    const std::string apart = Inner(node, "Reshape"), turned = Inner(node, "Transpose");
    Reshape(node, apart, node.inputs.front(), {shape[0], shape[1], shape[2], node.groups, shape[3] / node.groups});
    Transpose(node, turned, apart, {0, 1, 2, 4, 3});
    Reshape(node, node.name, turned, shape);
  }

  void Flatten(const Node& node) {
    const Value& from = InputOf(node);
    std::string input = node.inputs.front();
    if (from.shape[2] * from.shape[3] > 1 && from.shape[1] > 1) {
      Transpose(node, Inner(node, "Transpose"), input, {0, 3, 1, 2});
      input = Inner(node, "Transpose");
    }
    Reshape(node, node.name, input, node.value.shape);
  }

  void Resize(const Node& node) {
    const Sides sides = SidesOf(node.value);
    const std::string size = graph_.AddIntegers(node.name + "/size", {2}, {sides.height, sides.width});
    SetBool(Add(node, "ResizeBilinear", node.name, {node.inputs.front(), size}), "half_pixel_centers", true);
  }

  void Gather(const Node& node) {
    const std::string table = AddWeight(*node.weight);
    const std::string axis = graph_.AddIntegers(node.name + "/axis", {}, {0});
    NodeDef& target = graph_.Add("GatherV2", node.name, {table, node.inputs.front(), axis});
    SetType(target, "Tparams", DT_FLOAT);
    SetType(target, "Tindices", DT_INT32);
    SetType(target, "Taxis", DT_INT32);
  }

  void ArgMax(const Node& node) {
    const std::string dimension = graph_.AddIntegers(node.name + "/dimension", {}, {-1});
    SetType(Add(node, "ArgMax", node.name, {node.inputs.front(), dimension}), "output_type", DT_INT32);
  }

  const Network& network_;
  const std::map<std::string, Value> values_;
  FileWriter graph_;
  std::set<std::string> names_;  // of weights that are in the graph
};

}  // namespace

Result<void> WriteNetwork(const Network& network, const ByteSink& sink) {
  return Writer(network).Write(sink);
}

}  // namespace dnntune::format::tensorflow
