// SPDX-License-Identifier: Apache-2.0
#include "zoo/builder.h"

#include <cmath>
#include <utility>

namespace dnntune::zoo {
namespace {

using format::NodeKind;

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

int OutputSize(int size, const format::Window& window) {
  const int span = size + 2 * window.padding - window.kernel;
  return (span + (window.ceiling ? window.stride - 1 : 0)) / window.stride + 1;
}

}  // namespace

Builder::Builder(std::string name, int channels, int size) : input_{"input", channels, size} {
  network_.name = std::move(name);
  network_.input = input_.tensor;
  network_.channels = channels;
  network_.height = size;
  network_.width = size;
}

std::string Builder::Append(NodeKind kind, const std::string& name, std::vector<std::string> inputs) {
  const std::string full = layer_ + "/" + name;
  network_.nodes.push_back({.kind = kind, .name = full, .inputs = std::move(inputs), .output = full});
  return full;
}

void Builder::Weigh(std::vector<std::int64_t> shape, double gain) {
  double fan_in = 1;
  for (std::size_t i = 1; i < shape.size(); ++i) fan_in *= static_cast<double>(shape[i]);
  const auto seed = static_cast<std::uint64_t>(network_.nodes.size()) << 32U;
  // A uniform distribution in [-b, b] has variance b * b / 3.
  last().bias = format::Weight{{shape.front()}, 0.05, seed + 1};
  last().weight = format::Weight{std::move(shape), std::sqrt(3 * gain / fan_in), seed};
}

Feature Builder::Convolve(const std::string& name, const Feature& from, const Conv& conv) {
  const bool depthwise = conv.channels == 0;
  const int channels = depthwise ? from.channels : conv.channels;
  Feature to{Append(NodeKind::kConv, name, {from.tensor}), channels, OutputSize(from.size, conv.window)};
  last().window = conv.window;
  last().groups = depthwise ? channels : 1;
  Weigh({channels, depthwise ? 1 : from.channels, conv.window.kernel, conv.window.kernel}, Gain(conv.after));
  if (conv.after == After::kRelu) return Relu(name + "_relu", to);
  if (conv.after == After::kRelu6) to.tensor = Append(NodeKind::kRelu6, name + "_relu6", {to.tensor});
  return to;
}

Feature Builder::Relu(const std::string& name, const Feature& from) {
  return {Append(NodeKind::kRelu, name, {from.tensor}), from.channels, from.size};
}

Feature Builder::Add(const std::string& name, const Feature& a, const Feature& b) {
  return {Append(NodeKind::kAdd, name, {a.tensor, b.tensor}), a.channels, a.size};
}

Feature Builder::Concat(const std::string& name, const Feature& a, const Feature& b) {
  return {Append(NodeKind::kConcat, name, {a.tensor, b.tensor}), a.channels + b.channels, a.size};
}

Feature Builder::MaxPool(const std::string& name, const Feature& from, const format::Window& window) {
  Feature to{Append(NodeKind::kMaxPool, name, {from.tensor}), from.channels, OutputSize(from.size, window)};
  last().window = window;
  return to;
}

Feature Builder::GlobalAveragePool(const std::string& name, const Feature& from) {
  return {Append(NodeKind::kGlobalAveragePool, name, {from.tensor}), from.channels, 1};
}

Feature Builder::Flatten(const std::string& name, const Feature& from) {
  return {Append(NodeKind::kFlatten, name, {from.tensor}), from.channels * from.size * from.size, 1};
}

Feature Builder::FullyConnect(const std::string& name, const Feature& from, int outputs) {
  Feature to{Append(NodeKind::kFullyConnected, name, {from.tensor}), outputs, 1};
  Weigh({outputs, from.channels}, 1);
  return to;
}

format::Network Builder::Finish(const std::string& name, const Feature& from) && {
  Append(NodeKind::kSoftmax, name, {from.tensor});
  last().output = "predictions";
  network_.output = "predictions";
  network_.classes = from.channels;
  return std::move(network_);
}

}  // namespace dnntune::zoo
