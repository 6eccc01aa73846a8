// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/network_writer.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <map>

#include "format/tflite/schema.h"

namespace dnntune::format {
namespace {

static_assert(std::endian::native == std::endian::little, "TensorFlow Lite stores data little-endian");

using Code = tflite::BuiltinOperator;
using Shape = std::vector<std::int32_t>;

std::int32_t Extent(std::int64_t extent) {
  return static_cast<std::int32_t>(extent);
}

// Moves the second dimension of a row-major [first][second][rest] to the end.
std::vector<float> ToLast(const std::vector<float>& values, std::size_t second, std::size_t rest) {
  std::vector<float> turned(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t first = i / (second * rest), channel = i / rest % second, place = i % rest;
    turned[(first * rest + place) * second + channel] = values[i];
  }
  return turned;
}

// How a window lies on a map of `size` places.
struct Placing {
  int output = 0;
  tflite::Padding padding = tflite::Padding::VALID;
  int before = 0, after = 0;  // places that a PAD has to add
};

// SAME puts the smaller half of what is missing in front.
Placing Place(const Window& window, int size) {
  const int room = size + 2 * window.padding - window.kernel;
  const int output = (room + (window.ceiling ? window.stride - 1 : 0)) / window.stride + 1;
  const int needed = (output - 1) * window.stride + window.kernel - size;
  if (needed <= 0 && window.padding == 0) return {output, tflite::Padding::VALID, 0, 0};
  const bool is_same = output == (size + window.stride - 1) / window.stride && std::max(needed, 0) / 2 == window.padding;
  if (is_same) return {output, tflite::Padding::SAME, 0, 0};
  return {output, tflite::Padding::VALID, window.padding, std::max(needed - window.padding, 0)};
}

class Writer {
 public:
  explicit Writer(const Network& network) : network_(network) {
    model_.version = kTfliteSchemaVersion;
    model_.description = network.name;
    model_.buffers.push_back(std::make_unique<tflite::BufferT>());  // the schema wants the first to be empty
    graph_ = model_.subgraphs.emplace_back(std::make_unique<tflite::SubGraphT>()).get();
    graph_->name = network.name;
    graph_->inputs.push_back(AddTensor(network.input, {1, network.height, network.width, network.channels}));
    for (const Node& node : network.nodes) Add(node);
    graph_->outputs.push_back(ids_.at(network.output));
    AddNames();
  }

  [[nodiscard]] std::string Bytes() const {
    flatbuffers::FlatBufferBuilder builder;
    tflite::FinishModelBuffer(builder, tflite::Model::Pack(builder, &model_));
    return std::string(reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize());
  }

 private:
  std::int32_t AddTensor(const std::string& name, const Shape& shape) {
    auto& tensor = *graph_->tensors.emplace_back(std::make_unique<tflite::TensorT>());
    tensor.name = name;
    tensor.shape = shape;
    tensor.has_rank = true;
    const auto id = static_cast<std::int32_t>(graph_->tensors.size()) - 1;
    ids_.emplace(name, id);
    return id;
  }
  template <typename T>
  std::int32_t AddConstant(const std::string& name, const Shape& shape, const std::vector<T>& values) {
    const std::int32_t id = AddTensor(name, shape);
    auto& tensor = *graph_->tensors.back();
    tensor.type = std::is_same_v<T, float> ? tflite::TensorType::FLOAT32 : tflite::TensorType::INT32;
    tensor.buffer = static_cast<std::uint32_t>(model_.buffers.size());
    auto& data = model_.buffers.emplace_back(std::make_unique<tflite::BufferT>())->data;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(values.data());
    data.assign(bytes, bytes + values.size() * sizeof(T));
    return id;
  }
  template <typename Options = std::nullptr_t>
  void AddOperator(Code code, const std::string& name, Shape inputs, std::int32_t output, Options options = {}) {
    const auto [kind, is_new] = kinds_.try_emplace(code, static_cast<std::uint32_t>(model_.operator_codes.size()));
    if (is_new) {
      auto& entry = *model_.operator_codes.emplace_back(std::make_unique<tflite::OperatorCodeT>());
      entry.builtin_code = code;
      entry.deprecated_builtin_code = static_cast<std::int8_t>(std::min(static_cast<int>(code), 127));
    }
    auto& op = *graph_->operators.emplace_back(std::make_unique<tflite::OperatorT>());
    op.opcode_index = kind->second;
    op.inputs = std::move(inputs);
    op.outputs = {output};
    if constexpr (!std::is_same_v<Options, std::nullptr_t>) op.builtin_options.Set(std::move(options));
    names_ += name + "\n";
  }

  [[nodiscard]] Shape ShapeOf(const std::string& tensor) const {
    return graph_->tensors[static_cast<std::size_t>(ids_.at(tensor))]->shape;
  }
  [[nodiscard]] Shape Inputs(const Node& node) const {
    Shape ids;
    for (const std::string& input : node.inputs) ids.push_back(ids_.at(input));
    return ids;
  }

  void Add(const Node& node) {
    const Shape input = ShapeOf(node.inputs.front());
    switch (node.kind) {
      case NodeKind::kConv:
        return Convolve(node);
      case NodeKind::kFullyConnected:
        return Connect(node);
      case NodeKind::kRelu:
        return AddOperator(Code::RELU, node.name, Inputs(node), AddTensor(node.output, input));
      case NodeKind::kRelu6:
        return AddOperator(Code::RELU6, node.name, Inputs(node), AddTensor(node.output, input));
      case NodeKind::kAdd:
        return AddOperator(Code::ADD, node.name, Inputs(node), AddTensor(node.output, input), tflite::AddOptionsT{});
      case NodeKind::kConcat:
        return Concatenate(node);
      case NodeKind::kMaxPool:
        return Pool(node);
      case NodeKind::kGlobalAveragePool:
        return Average(node);
      case NodeKind::kFlatten:
        return Flatten(node);
      case NodeKind::kSoftmax:
        tflite::SoftmaxOptionsT options;
        options.beta = 1;
        return AddOperator(Code::SOFTMAX, node.name, Inputs(node), AddTensor(node.output, input), options);
    }
  }

  // The node's input, behind a PAD where the window needs one.
  std::int32_t Padded(const Node& node, const Placing& rows, const Placing& columns, bool with_zeros) {
    const std::int32_t input = Inputs(node).front();
    if (rows.padding == tflite::Padding::SAME || (rows.before + rows.after + columns.before + columns.after) == 0) return input;
    Shape shape = ShapeOf(node.inputs.front());
    shape[1] += rows.before + rows.after;
    shape[2] += columns.before + columns.after;
    const std::string name = node.name + "/pad";
    const std::int32_t amounts =
        AddConstant<std::int32_t>(name + "/amounts", {4, 2}, {0, 0, rows.before, rows.after, columns.before, columns.after, 0, 0});
    if (with_zeros) {
      AddOperator(Code::PAD, name, {input, amounts}, AddTensor(name, shape), tflite::PadOptionsT{});
    } else {
      const std::int32_t least = AddConstant<float>(name + "/least", {}, {std::numeric_limits<float>::lowest()});
      AddOperator(Code::PADV2, name, {input, amounts, least}, AddTensor(name, shape), tflite::PadV2OptionsT{});
    }
    return ids_.at(name);
  }

  // Both directions have to agree on SAME or VALID.
  static void Agree(const Window& window, Placing& rows, Placing& columns, const Shape& map) {
    if (rows.padding == columns.padding) return;
    for (const auto& [placing, size] : {std::pair{&rows, map[1]}, std::pair{&columns, map[2]}}) {
      if (placing->padding == tflite::Padding::VALID) continue;
      const int needed = (placing->output - 1) * window.stride + window.kernel - size;
      *placing = {placing->output, tflite::Padding::VALID, window.padding, std::max(needed - window.padding, 0)};
    }
  }

  void Convolve(const Node& node) {
    const Shape map = ShapeOf(node.inputs.front());
    Placing rows = Place(node.window, map[1]), columns = Place(node.window, map[2]);
    Agree(node.window, rows, columns, map);
    const std::vector<std::int64_t>& weight = node.weight->shape;
    const std::int32_t outputs = Extent(weight[0]), per_group = Extent(weight[1]), kernel = Extent(weight[2]);
    const auto places = static_cast<std::size_t>(kernel) * static_cast<std::size_t>(kernel);
    const std::int32_t input = Padded(node, rows, columns, true);
    const bool is_depthwise = per_group == 1 && node.groups == map[3] && node.groups > 1;
    std::vector<float> values = Fill(*node.weight);
    Shape shape = {outputs, kernel, kernel, per_group};
    if (is_depthwise) {
      values = ToLast(values, static_cast<std::size_t>(outputs), places);
      shape = {1, kernel, kernel, outputs};
    } else {
      values = ToLast(values, static_cast<std::size_t>(per_group), places);
    }
    Shape inputs = {input, AddConstant(node.name + "/weight", shape, values), AddBias(node, outputs)};
    const std::int32_t output = AddTensor(node.output, {1, rows.output, columns.output, outputs});
    if (is_depthwise) {
      tflite::DepthwiseConv2DOptionsT options;
      options.padding = rows.padding;
      options.stride_h = options.stride_w = node.window.stride;
      options.depth_multiplier = outputs / map[3];
      return AddOperator(Code::DEPTHWISE_CONV_2D, node.name, std::move(inputs), output, options);
    }
    tflite::Conv2DOptionsT options;
    options.padding = rows.padding;
    options.stride_h = options.stride_w = node.window.stride;
    AddOperator(Code::CONV_2D, node.name, std::move(inputs), output, options);
  }

  // TensorFlow Lite's operators want one, be it of zeros.
  std::int32_t AddBias(const Node& node, std::int32_t outputs) {
    const std::vector<float> zeros(static_cast<std::size_t>(outputs));
    return AddConstant(node.name + "/bias", {outputs}, node.bias ? Fill(*node.bias) : zeros);
  }

  void Connect(const Node& node) {
    const std::int32_t outputs = Extent(node.weight->shape[0]), inputs = Extent(node.weight->shape[1]);
    std::vector<float> values = Fill(*node.weight);
    if (const auto map = flattened_.find(node.inputs.front()); map != flattened_.end()) {
      const auto channels = static_cast<std::size_t>(map->second[3]);
      values = ToLast(values, channels, static_cast<std::size_t>(inputs) / channels);
    }
    const std::int32_t weight = AddConstant(node.name + "/weight", {outputs, inputs}, values);
    const std::int32_t bias = AddBias(node, outputs);
    AddOperator(Code::FULLY_CONNECTED, node.name, {Inputs(node).front(), weight, bias}, AddTensor(node.output, {1, outputs}),
                tflite::FullyConnectedOptionsT{});
  }

  void Concatenate(const Node& node) {
    Shape shape = ShapeOf(node.inputs.front());
    shape[3] = 0;
    for (const std::string& input : node.inputs) shape[3] += ShapeOf(input)[3];
    tflite::ConcatenationOptionsT options;
    options.axis = 3;
    AddOperator(Code::CONCATENATION, node.name, Inputs(node), AddTensor(node.output, shape), options);
  }

  // Zeros change no maximum of what a rectifier gave, and XNNPACK takes no other padding.
  [[nodiscard]] bool IsRectified(const std::string& tensor) const {
    return std::any_of(network_.nodes.begin(), network_.nodes.end(), [&](const Node& node) {
      return node.output == tensor && (node.kind == NodeKind::kRelu || node.kind == NodeKind::kRelu6);
    });
  }

  void Pool(const Node& node) {
    const Shape map = ShapeOf(node.inputs.front());
    Placing rows = Place(node.window, map[1]), columns = Place(node.window, map[2]);
    Agree(node.window, rows, columns, map);
    const std::int32_t input = Padded(node, rows, columns, IsRectified(node.inputs.front()));
    tflite::Pool2DOptionsT options;
    options.padding = rows.padding;
    options.stride_h = options.stride_w = node.window.stride;
    options.filter_height = options.filter_width = node.window.kernel;
    AddOperator(Code::MAX_POOL_2D, node.name, {input}, AddTensor(node.output, {1, rows.output, columns.output, map[3]}), options);
  }

  void Average(const Node& node) {
    const std::int32_t axes = AddConstant<std::int32_t>(node.name + "/axes", {2}, {1, 2});
    tflite::ReducerOptionsT options;
    options.keep_dims = true;
    const std::int32_t output = AddTensor(node.output, {1, 1, 1, ShapeOf(node.inputs.front())[3]});
    AddOperator(Code::MEAN, node.name, {Inputs(node).front(), axes}, output, options);
  }

  void Flatten(const Node& node) {
    const Shape map = ShapeOf(node.inputs.front());
    const Shape flat = {1, map[1] * map[2] * map[3]};
    flattened_.emplace(node.output, map);
    const std::int32_t shape = AddConstant<std::int32_t>(node.name + "/shape", {2}, flat);
    tflite::ReshapeOptionsT options;
    options.new_shape = flat;
    AddOperator(Code::RESHAPE, node.name, {Inputs(node).front(), shape}, AddTensor(node.output, flat), options);
  }

  void AddNames() {
    auto entry = std::make_unique<tflite::MetadataT>();
    entry->name = kOperatorNames;
    entry->buffer = static_cast<std::uint32_t>(model_.buffers.size());
    model_.metadata.push_back(std::move(entry));
    model_.buffers.emplace_back(std::make_unique<tflite::BufferT>())->data.assign(names_.begin(), names_.end());
  }

  const Network& network_;
  tflite::ModelT model_;
  tflite::SubGraphT* graph_ = nullptr;  // in model_
  std::map<std::string, std::int32_t> ids_;
  std::map<std::string, Shape> flattened_;  // by output: the map that was flattened
  std::map<Code, std::uint32_t> kinds_;
  std::string names_;  // of operators, a line each
};

}  // namespace

Result<std::string> WriteTflite(const Network& network) {
  double bytes = 0;
  for (const Node& node : network.nodes) {
    if (!node.weight) continue;
    double elements = 1;
    for (const std::int64_t extent : node.weight->shape) elements *= static_cast<double>(extent);
    bytes += elements * sizeof(float);
  }
  if (bytes > 0.99 * static_cast<double>(FLATBUFFERS_MAX_BUFFER_SIZE)) {
    return Fail(ErrorCode::kUnavailable, "network " + network.name + " is larger than the 2 GiB that one .tflite file can hold");
  }
  return Writer(network).Bytes();
}

}  // namespace dnntune::format
