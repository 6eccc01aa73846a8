// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/write_network.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "format/channels_last.h"
#include "format/node_row.h"
#include "format/tflite/file_writer.h"
#include "format/weight.h"

namespace dnntune::format::tflite {
namespace {

using Code = schema::BuiltinOperator;
using Shape = std::vector<std::int64_t>;
using Integers = std::vector<std::int32_t>;
using Tensor = FileWriter::Tensor;

constexpr Tensor kNone = -1;  // an input that an operator may go without

schema::TensorType TypeOf(const Value& value) {
  return value.dtype == graph::DType::kInt32 ? schema::TensorType::INT32 : schema::TensorType::FLOAT32;
}

schema::Padding PaddingOf(const Placement& placement) {
  return placement.padding == Padding::kSame ? schema::Padding::SAME : schema::Padding::VALID;
}

// Names of an operator that another of the same node follows.
std::string Inner(const Node& node, const char* type) {
  return node.name + "." + type;
}

// Whether no value of the tensor is less than zero.
bool IsRectified(const Network& network, const std::string& tensor) {
  return std::any_of(network.nodes.begin(), network.nodes.end(), [&](const Node& node) {
    return node.output == tensor && (node.kind == NodeKind::kRelu || node.kind == NodeKind::kRelu6);
  });
}

class Writer {
 public:
  explicit Writer(const Network& network) : network_(network), values_(Values(network)), file_(network.name) {}

  Result<void> Write(const ByteSink& sink) {
    for (const Input& input : network_.inputs) file_.AddInput(AddTensor(input.name, input.value));
    for (const Node& node : network_.nodes) TRY(Add(node));
    file_.AddOutput(ids_.at(network_.output));
    if (auto written = file_.Write(sink); !written) return Fail(std::move(written).error().Context("network " + network_.name));
    return {};
  }

 private:
  [[nodiscard]] const Value& InputOf(const Node& node) const { return values_.at(node.inputs.front()); }

  Tensor AddTensor(const std::string& name, const Value& value) {
    return ids_.emplace(name, file_.AddTensor(name, ChannelsLast(value), TypeOf(value))).first->second;
  }
  Tensor AddIntegers(const std::string& name, const Integers& values) {
    return file_.AddIntegers(name, {static_cast<std::int64_t>(values.size())}, values);
  }
  Tensor AddWeight(const Weight& weight, const Shape& shape, const ByteSource& values) {
    const auto known = weights_.find(weight.name);
    if (known != weights_.end()) return known->second;
    return weights_.emplace(weight.name, file_.AddFloats(weight.name, shape, values)).first->second;
  }
  Tensor AddWeight(const Weight& weight) { return AddWeight(weight, weight.shape, Stream(weight)); }
  // Where there is none, a convolution of XNNPACK's wants one of zeros.
  Tensor AddBias(const Node& node) {
    const std::int64_t outputs = node.weight->shape[0];
    return AddWeight(node.bias ? *node.bias : Weight{.name = node.name + "/bias", .shape = {outputs}});
  }

  [[nodiscard]] FileWriter::Tensors Inputs(const Node& node) {
    FileWriter::Tensors ids;
    for (const std::string& input : node.inputs) ids.push_back(ids_.at(input));
    if (node.weight) ids.push_back(AddWeight(*node.weight));
    return ids;
  }
  // The node's last operator.
  FileWriter::Operator Last(const Node& node, Code code, FileWriter::Tensors inputs) {
    return {code, node.name, std::move(inputs), AddTensor(node.output, node.value)};
  }

  using Row = NodeRow<Writer>;

  Result<void> Add(const Node& node) {
    static constexpr std::array kRows = {Row{NodeKind::kConv, &Writer::Convolve},
                                         Row{NodeKind::kFullyConnected, &Writer::Connect},
                                         Row{NodeKind::kMatMul, &Writer::Multiply},
                                         Row{NodeKind::kRelu, &Writer::Plain<Code::RELU>},
                                         Row{NodeKind::kRelu6, &Writer::Plain<Code::RELU6>},
                                         Row{NodeKind::kSigmoid, &Writer::Plain<Code::LOGISTIC>},
                                         Row{NodeKind::kTanh, &Writer::Plain<Code::TANH>},
                                         Row{NodeKind::kReciprocalSqrt, &Writer::Plain<Code::RSQRT>},
                                         Row{NodeKind::kAdd, &Writer::Standard<Code::ADD, schema::AddOptionsT>},
                                         Row{NodeKind::kSubtract, &Writer::Standard<Code::SUB, schema::SubOptionsT>},
                                         Row{NodeKind::kMultiply, &Writer::Standard<Code::MUL, schema::MulOptionsT>},
                                         Row{NodeKind::kMinimum, &Writer::Standard<Code::MINIMUM, schema::MaximumMinimumOptionsT>},
                                         Row{NodeKind::kConcat, &Writer::Concatenate},
                                         Row{NodeKind::kSlice, &Writer::Slice},
                                         Row{NodeKind::kMaxPool, &Writer::MaxPool},
                                         Row{NodeKind::kGlobalAveragePool, &Writer::MeanOfImage},
                                         Row{NodeKind::kMean, &Writer::MeanOfRow},
                                         Row{NodeKind::kChannelShuffle, &Writer::Shuffle},
                                         Row{NodeKind::kResizeBilinear, &Writer::Resize},
                                         Row{NodeKind::kReshape, &Writer::ReshapeInput},
                                         Row{NodeKind::kFlatten, &Writer::Flatten},
                                         Row{NodeKind::kTranspose, &Writer::Transpose},
                                         Row{NodeKind::kGather, &Writer::Gather},
                                         Row{NodeKind::kArgMax, &Writer::ArgMax},
                                         Row{NodeKind::kSoftmax, &Writer::Softmax}};
    if (node.kind == NodeKind::kAveragePool) return AveragePool(node);  // the one that the format may not be able to say
    return WriteNode(kRows, *this, node);
  }

  // An operator that says nothing but its inputs.
  template <Code code>
  void Plain(const Node& node) {
    file_.AddOperator(Last(node, code, Inputs(node)));
  }
  // With options, all of them as they are where nothing is said.
  template <Code code, typename Options>
  void Standard(const Node& node) {
    file_.AddOperator(Last(node, code, Inputs(node)), Options{});
  }

  // The node's input behind an operator that puts the border around it: PADV2 fills it with the lowest number.
  Tensor Surround(const Node& node, const Placement& placement, Code code) {
    const auto& [padding, rows, columns] = placement;
    Shape shape = ChannelsLast(InputOf(node));
    shape[1] += rows.before + rows.after;
    shape[2] += columns.before + columns.after;
    const std::string name = Inner(node, code == Code::PAD ? "PAD" : "PADV2");
    Integers borders;
    for (const std::int64_t border : {rows.before, rows.after, columns.before, columns.after}) {
      borders.push_back(static_cast<std::int32_t>(border));
    }
    borders.insert(borders.begin(), {0, 0});
    borders.insert(borders.end(), {0, 0});
    FileWriter::Tensors inputs = {ids_.at(node.inputs.front()), file_.AddIntegers(node.name + "/paddings", {4, 2}, borders)};
    if (code == Code::PADV2) {
      inputs.push_back(AddWeight({.name = node.name + "/lowest", .shape = {}, .values = {std::numeric_limits<float>::lowest()}}));
    }
    const Tensor output = file_.AddTensor(name, shape, TypeOf(InputOf(node)));
    file_.AddOperator({code, name, std::move(inputs), output});
    return output;
  }

  void Convolve(const Node& node) {
    const Weight& weight = *node.weight;  // [outputs, inputs per group, height, width]
    const Placement placement = Place(node.window, SidesOf(InputOf(node)));
    Tensor input = ids_.at(node.inputs.front());
    if (placement.padding == Padding::kExplicit) input = Surround(node, placement, Code::PAD);
    const bool is_depthwise = weight.shape[1] == 1 && node.groups == InputOf(node).shape[1] && node.groups > 1;
    const Shape shape = is_depthwise ? Shape{1, weight.shape[2], weight.shape[3], weight.shape[0]}
                                     : Shape{weight.shape[0], weight.shape[2], weight.shape[3], weight.shape[1]};
    const ByteSource values = is_depthwise ? StreamTransposed(weight, {1, 2, 3, 0}) : StreamTransposed(weight, {0, 2, 3, 1});
    const FileWriter::Tensors inputs = {input, AddWeight(weight, shape, values), AddBias(node)};
    const auto describe = [&](auto options) {
      options.padding = PaddingOf(placement);
      options.stride_h = options.stride_w = node.window.stride;
      options.dilation_h_factor = options.dilation_w_factor = node.window.dilation;
      return options;
    };
    if (!is_depthwise) return file_.AddOperator(Last(node, Code::CONV_2D, inputs), describe(schema::Conv2DOptionsT{}));
    auto options = describe(schema::DepthwiseConv2DOptionsT{});
    options.depth_multiplier = static_cast<std::int32_t>(weight.shape[0] / node.groups);
    file_.AddOperator(Last(node, Code::DEPTHWISE_CONV_2D, inputs), options);
  }

  void Connect(const Node& node) {
    const auto map = flattened_.find(node.inputs.front());
    const Weight& weight = *node.weight;
    const Tensor by =
        map == flattened_.end() ? AddWeight(weight) : AddWeight(weight, weight.shape, StreamSecondLast(weight, map->second));
    const Tensor bias = node.bias ? AddBias(node) : kNone;
    file_.AddOperator(Last(node, Code::FULLY_CONNECTED, {ids_.at(node.inputs.front()), by, bias}),
                      schema::FullyConnectedOptionsT{});
  }

  void Multiply(const Node& node) {
    schema::BatchMatMulOptionsT options;
    options.adj_y = node.transpose_second;
    file_.AddOperator(Last(node, Code::BATCH_MATMUL, Inputs(node)), options);
  }

  void Concatenate(const Node& node) {
    schema::ConcatenationOptionsT options;
    options.axis = AxisOfChannelsLast(node.value, node.axis);
    file_.AddOperator(Last(node, Code::CONCATENATION, Inputs(node)), options);
  }

  void Slice(const Node& node) {
    const Shape size = ChannelsLast(node.value);
    Integers begin(size.size());
    begin[static_cast<std::size_t>(AxisOfChannelsLast(node.value, node.axis))] = static_cast<std::int32_t>(node.begin);
    const Tensor from = AddIntegers(node.name + "/begin", begin);
    const Tensor extents = AddIntegers(node.name + "/size", {size.begin(), size.end()});
    file_.AddOperator(Last(node, Code::SLICE, {ids_.at(node.inputs.front()), from, extents}), schema::SliceOptionsT{});
  }

  void Pool(const Node& node, Code code, Tensor input, const Placement& placement) {
    schema::Pool2DOptionsT options;
    options.padding = PaddingOf(placement);
    options.stride_h = options.stride_w = node.window.stride;
    options.filter_height = node.window.kernel.height;
    options.filter_width = node.window.kernel.width;
    file_.AddOperator(Last(node, code, {input}), options);
  }
  // Zeros change no maximum of what a rectifier gave, and XNNPACK takes no other padding.
  void MaxPool(const Node& node) {
    const Placement placement = Place(node.window, SidesOf(InputOf(node)));
    Tensor input = ids_.at(node.inputs.front());
    if (placement.padding == Padding::kExplicit) {
      input = Surround(node, placement, IsRectified(network_, node.inputs.front()) ? Code::PAD : Code::PADV2);
    }
    Pool(node, Code::MAX_POOL_2D, input, placement);
  }
  Result<void> AveragePool(const Node& node) {
    const Placement placement = Place(node.window, SidesOf(InputOf(node)));
    TRY(CheckAverage(node, placement));
    Pool(node, Code::AVERAGE_POOL_2D, ids_.at(node.inputs.front()), placement);
    return {};
  }

  void Mean(const Node& node, const Integers& axes) {
    schema::ReducerOptionsT options;
    options.keep_dims = true;
    file_.AddOperator(Last(node, Code::MEAN, {ids_.at(node.inputs.front()), AddIntegers(node.name + "/axes", axes)}), options);
  }

  void MeanOfImage(const Node& node) { Mean(node, {1, 2}); }
  void MeanOfRow(const Node& node) { Mean(node, {-1}); }

  void Reshape(const Node& node, Tensor input) {
    const Shape shape = ChannelsLast(node.value);
    schema::ReshapeOptionsT options;
    options.new_shape.assign(shape.begin(), shape.end());
    const Tensor to = AddIntegers(node.name + "/shape", options.new_shape);
    file_.AddOperator(Last(node, Code::RESHAPE, {input, to}), options);
  }

  void ReshapeInput(const Node& node) { Reshape(node, ids_.at(node.inputs.front())); }
  void Flatten(const Node& node) {
    flattened_.emplace(node.output, InputOf(node).shape[1]);
    ReshapeInput(node);
  }

  void Transpose(const Node& node) {
    const Tensor order = AddIntegers(node.name + "/order", {node.order.begin(), node.order.end()});
    file_.AddOperator(Last(node, Code::TRANSPOSE, {ids_.at(node.inputs.front()), order}), schema::TransposeOptionsT{});
  }

  void Shuffle(const Node& node) {
    const Shape shape = ChannelsLast(node.value);
    const Shape apart = {shape[0], shape[1], shape[2], node.groups, shape[3] / node.groups};
    const Shape turned = {shape[0], shape[1], shape[2], apart[4], apart[3]};
    const std::string split = Inner(node, "RESHAPE"), name = Inner(node, "TRANSPOSE");
    schema::ReshapeOptionsT options;
    options.new_shape.assign(apart.begin(), apart.end());
    const Tensor to = AddIntegers(split + "/shape", options.new_shape);
    const Tensor split_id = file_.AddTensor(split, apart, TypeOf(node.value));
    file_.AddOperator({Code::RESHAPE, split, {ids_.at(node.inputs.front()), to}, split_id}, options);
    const Tensor order = AddIntegers(name + "/order", {0, 1, 2, 4, 3});
    const Tensor turned_id = file_.AddTensor(name, turned, TypeOf(node.value));
    file_.AddOperator({Code::TRANSPOSE, name, {split_id, order}, turned_id}, schema::TransposeOptionsT{});
    Reshape(node, turned_id);
  }

  void Softmax(const Node& node) {
    schema::SoftmaxOptionsT options;
    options.beta = 1;
    file_.AddOperator(Last(node, Code::SOFTMAX, Inputs(node)), options);
  }

  void Resize(const Node& node) {
    const Sides sides = SidesOf(node.value);
    schema::ResizeBilinearOptionsT options;
    options.half_pixel_centers = true;
    const Tensor size = AddIntegers(node.name + "/size", {sides.height, sides.width});
    file_.AddOperator(Last(node, Code::RESIZE_BILINEAR, {ids_.at(node.inputs.front()), size}), options);
  }

  void Gather(const Node& node) {
    const Tensor table = AddWeight(*node.weight);
    file_.AddOperator(Last(node, Code::GATHER, {table, ids_.at(node.inputs.front())}), schema::GatherOptionsT{});
  }

  void ArgMax(const Node& node) {
    schema::ArgMaxOptionsT options;
    options.output_type = schema::TensorType::INT32;
    const Tensor dimension = file_.AddIntegers(node.name + "/dimension", {}, {-1});
    file_.AddOperator(Last(node, Code::ARG_MAX, {ids_.at(node.inputs.front()), dimension}), options);
  }

  const Network& network_;
  const std::map<std::string, Value> values_;
  FileWriter file_;
  std::map<std::string, Tensor> ids_;
  std::map<std::string, Tensor> weights_;          // by name
  std::map<std::string, std::int64_t> flattened_;  // by output: the channels of the map that was flattened
};

}  // namespace

Result<void> WriteNetwork(const Network& network, const ByteSink& sink) {
  return Writer(network).Write(sink);
}

}  // namespace dnntune::format::tflite
