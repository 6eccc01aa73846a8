// SPDX-License-Identifier: Apache-2.0
#include "zoo/builder.h"

#include <cmath>
#include <utility>

namespace dnntune::zoo {
namespace {

using format::Node;
using format::NodeKind;
using format::Value;

constexpr double kBiasBound = 0.05;

double Gain(After after) {
  switch (after) {
    case After::kRelu:
    case After::kRelu6:
      return 2;
    case After::kAdd:
      return 0.25;
    case After::kNothing:
      break;
  }
  return 1;
}

Value Slid(const Feature& from, const format::Window& window, std::int64_t channels) {
  const format::Sides places = format::Places(window, {static_cast<int>(from.extent(2)), static_cast<int>(from.extent(3))});
  return {{from.extent(0), channels, places.height, places.width}};
}

Value Product(const Feature& a, std::int64_t outputs) {
  std::vector<std::int64_t> shape = a.value.shape;
  shape.back() = outputs;
  return {shape};
}

}  // namespace

Feature Builder::Input(const std::string& name, Value value) {
  network_.inputs.push_back({name, value});
  return {name, std::move(value)};
}

Feature Builder::Append(Node node, const std::string& name, std::vector<Feature> inputs) {
  node.name = layer_ + "/" + name;
  node.output = node.name;
  for (Feature& input : inputs) node.inputs.push_back(std::move(input.tensor));
  network_.nodes.push_back(std::move(node));
  return {network_.nodes.back().output, network_.nodes.back().value};
}

format::Weight Builder::Noise(const std::string& name, std::vector<std::int64_t> shape, double gain) {
  double fan_in = 1;
  for (std::size_t i = 1; i < shape.size(); ++i) fan_in *= static_cast<double>(shape[i]);
  // A uniform distribution in [-b, b] has variance b * b / 3.
  return {.name = layer_ + "/" + name, .shape = std::move(shape), .bound = std::sqrt(3 * gain / fan_in), .seed = NextSeed()};
}

format::Weight Builder::Bias(const std::string& name, std::int64_t outputs) {
  return {.name = layer_ + "/" + name + "/bias", .shape = {outputs}, .bound = kBiasBound, .seed = NextSeed()};
}

Feature Builder::Activate(const std::string& name, const Feature& from, After after) {
  if (after == After::kRelu) return Relu(name + "_relu", from);
  if (after == After::kRelu6) return Apply(NodeKind::kRelu6, name + "_relu6", from);
  return from;
}

Feature Builder::Convolve(const std::string& name, const Feature& from, const Conv& conv) {
  const int groups = conv.channels == 0 ? from.channels() : 1;
  const int channels = conv.channels == 0 ? from.channels() : conv.channels;
  const format::Sides& kernel = conv.window.kernel;
  Node node{.kind = NodeKind::kConv, .value = Slid(from, conv.window, channels), .window = conv.window, .groups = groups};
  node.weight = Noise(name + "/weight", {channels, from.channels() / groups, kernel.height, kernel.width}, Gain(conv.after));
  node.bias = Bias(name, channels);
  return Activate(name, Append(std::move(node), name, {from}), conv.after);
}

Feature Builder::FullyConnect(const std::string& name, const Feature& from, int outputs, After after) {
  Node node{.kind = NodeKind::kFullyConnected, .value = Product(from, outputs)};
  node.weight = Noise(name + "/weight", {outputs, from.channels()}, Gain(after));
  node.bias = Bias(name, outputs);
  return Activate(name, Append(std::move(node), name, {from}), after);
}

Feature Builder::FullyConnect(const std::string& name, const Feature& from, const format::Weight& weight) {
  return Append({.kind = NodeKind::kFullyConnected, .value = Product(from, weight.shape[0]), .weight = weight}, name, {from});
}

Feature Builder::Apply(NodeKind kind, const std::string& name, const Feature& from) {
  return Append({.kind = kind, .value = from.value}, name, {from});
}

Feature Builder::Combine(NodeKind kind, const std::string& name, const Feature& a, const Feature& b) {
  return Append({.kind = kind, .value = a.value}, name, {a, b});
}

Feature Builder::Combine(NodeKind kind, const std::string& name, const Feature& a, const format::Weight& weight) {
  return Append({.kind = kind, .value = a.value, .weight = weight}, name, {a});
}

Feature Builder::Combine(NodeKind kind, const std::string& name, const Feature& a, float number) {
  return Combine(kind, name, a, {.name = layer_ + "/" + name + "/number", .shape = {}, .values = {number}});
}

Feature Builder::Add(const std::string& name, const Feature& a, const Feature& b) {
  return Combine(NodeKind::kAdd, name, a, b);
}

Feature Builder::MatMul(const std::string& name, const Feature& a, const Feature& b, bool transpose_second) {
  Node node{.kind = NodeKind::kMatMul, .value = Product(a, b.extent(transpose_second ? 1 : 2))};
  node.transpose_second = transpose_second;
  return Append(std::move(node), name, {a, b});
}

Feature Builder::Concat(const std::string& name, const std::vector<Feature>& parts, int axis) {
  Value value = parts.front().value;
  std::int64_t& extent = value.shape.at(static_cast<std::size_t>(axis));
  extent = 0;
  for (const Feature& part : parts) extent += part.extent(static_cast<std::size_t>(axis));
  return Append({.kind = NodeKind::kConcat, .value = std::move(value), .axis = axis}, name, parts);
}

Feature Builder::Slice(const std::string& name, const Feature& from, int axis, std::int64_t begin, std::int64_t end) {
  Value value = from.value;
  value.shape.at(static_cast<std::size_t>(axis)) = end - begin;
  return Append({.kind = NodeKind::kSlice, .value = std::move(value), .axis = axis, .begin = begin, .end = end}, name, {from});
}

Feature Builder::MaxPool(const std::string& name, const Feature& from, const format::Window& window) {
  return Append({.kind = NodeKind::kMaxPool, .value = Slid(from, window, from.channels()), .window = window}, name, {from});
}

Feature Builder::AveragePool(const std::string& name, const Feature& from, const format::Window& window) {
  return Append({.kind = NodeKind::kAveragePool, .value = Slid(from, window, from.channels()), .window = window}, name, {from});
}

Feature Builder::GlobalAveragePool(const std::string& name, const Feature& from) {
  return Append({.kind = NodeKind::kGlobalAveragePool, .value = {{from.extent(0), from.extent(1), 1, 1}}}, name, {from});
}

Feature Builder::Mean(const std::string& name, const Feature& from) {
  return Append({.kind = NodeKind::kMean, .value = Product(from, 1)}, name, {from});
}

Feature Builder::ChannelShuffle(const std::string& name, const Feature& from, int groups) {
  return Append({.kind = NodeKind::kChannelShuffle, .value = from.value, .groups = groups}, name, {from});
}

Feature Builder::Resize(const std::string& name, const Feature& from, int height, int width) {
  return Append({.kind = NodeKind::kResizeBilinear, .value = {{from.extent(0), from.extent(1), height, width}}}, name, {from});
}

Feature Builder::Flatten(const std::string& name, const Feature& from) {
  const std::int64_t all = from.extent(1) * from.extent(2) * from.extent(3);
  return Append({.kind = NodeKind::kFlatten, .value = {{from.extent(0), all}}}, name, {from});
}

Feature Builder::Reshape(const std::string& name, const Feature& from, std::vector<std::int64_t> shape) {
  return Append({.kind = NodeKind::kReshape, .value = {std::move(shape), from.value.dtype}}, name, {from});
}

Feature Builder::Transpose(const std::string& name, const Feature& from, std::vector<int> order) {
  Value value{{}, from.value.dtype};
  for (const int dimension : order) value.shape.push_back(from.extent(static_cast<std::size_t>(dimension)));
  return Append({.kind = NodeKind::kTranspose, .value = std::move(value), .order = std::move(order)}, name, {from});
}

Feature Builder::Gather(const std::string& name, const Feature& from, const format::Weight& table) {
  Value value{from.value.shape};
  value.shape.push_back(table.shape.at(1));
  return Append({.kind = NodeKind::kGather, .value = std::move(value), .weight = table}, name, {from});
}

Feature Builder::ArgMax(const std::string& name, const Feature& from) {
  Value value{from.value.shape, graph::DType::kInt32};
  value.shape.pop_back();
  return Append({.kind = NodeKind::kArgMax, .value = std::move(value)}, name, {from});
}

format::Network Builder::Finish() && {
  network_.output = "predictions";
  network_.nodes.back().output = network_.output;
  return std::move(network_);
}

}  // namespace dnntune::zoo
