// SPDX-License-Identifier: Apache-2.0
#include "conformance/small_networks.h"

namespace dnntune::conformance {
namespace {

using format::Network;
using format::NodeKind;
using zoo::After;
using zoo::Builder;
using zoo::Feature;

constexpr int kChannels = 4;
constexpr int kSize = 6;
constexpr format::Window kThree{.kernel = 3, .padding = 1};
constexpr format::Window kPool{.kernel = 3, .stride = 2};
constexpr format::Window kCeiling{.kernel = 3, .stride = 2, .ceiling = true};

Builder Start(const char* name) {
  Builder net(name, kChannels, kSize);
  net.Layer("layer");
  return net;
}

Network Finish(Builder& net, Feature x) {
  if (x.size > 1) x = net.Flatten("flatten", x);
  return std::move(net).Finish("softmax", x);
}

Network Convolution(const zoo::Conv& conv) {
  Builder net = Start("convolution");
  return Finish(net, net.Convolve("conv", net.input(), conv));
}

Network Conv() {
  return Convolution({.channels = 3, .window = {.kernel = 3, .stride = 2, .padding = 1}, .after = After::kNothing});
}

Network Depthwise() {
  return Convolution({.channels = 0, .window = kThree, .after = After::kNothing});
}

Network Grouped() {
  Network network = Convolution({.channels = 6, .window = kThree, .after = After::kNothing});
  network.nodes[0].groups = 2;
  network.nodes[0].weight->shape[1] = kChannels / 2;
  return network;
}

Network Relu() {
  return Convolution({.channels = 3, .window = kThree, .after = After::kRelu});
}

// Weights large enough for values above six.
Network Relu6() {
  Network network = Convolution({.channels = 3, .window = kThree, .after = After::kRelu6});
  network.nodes[0].weight->bound *= 10;
  return network;
}

Network FullyConnected() {
  Builder net = Start("fully_connected");
  return Finish(net, net.FullyConnect("fc", net.Flatten("flatten", net.GlobalAveragePool("average", net.input())), 5));
}

Network Add() {
  Builder net = Start("add");
  const Feature other = net.Convolve("conv", net.input(), {.channels = kChannels, .window = kThree});
  return Finish(net, net.Add("add", net.input(), other));
}

Network Concat() {
  Builder net = Start("concat");
  const Feature other = net.Convolve("conv", net.input(), {.channels = 3, .window = kThree});
  return Finish(net, net.Concat("concat", net.input(), other));
}

Network MaxPool() {
  Builder net = Start("max_pool");
  return Finish(net, net.MaxPool("pool", net.input(), kPool));
}

Network MaxPoolCeiling() {
  Builder net = Start("max_pool_ceiling");
  return Finish(net, net.MaxPool("pool", net.input(), kCeiling));
}

Network Average() {
  Builder net = Start("average");
  return Finish(net, net.Flatten("flatten", net.GlobalAveragePool("average", net.input())));
}

Network Flatten() {
  Builder net = Start("flatten");
  return Finish(net, net.input());
}

constexpr OperatorNetwork kOperators[] = {
    {"conv", NodeKind::kConv, &Conv},
    {"conv_depthwise", NodeKind::kConv, &Depthwise},
    {"conv_grouped", NodeKind::kConv, &Grouped},
    {"fully_connected", NodeKind::kFullyConnected, &FullyConnected},
    {"relu", NodeKind::kRelu, &Relu},
    {"relu6", NodeKind::kRelu6, &Relu6},
    {"add", NodeKind::kAdd, &Add},
    {"concat", NodeKind::kConcat, &Concat},
    {"max_pool", NodeKind::kMaxPool, &MaxPool},
    {"max_pool_ceiling", NodeKind::kMaxPool, &MaxPoolCeiling},
    {"average", NodeKind::kGlobalAveragePool, &Average},
    {"flatten", NodeKind::kFlatten, &Flatten},
    {"softmax", NodeKind::kSoftmax, &Flatten},
};

}  // namespace

SmallNetwork Branching() {
  Builder net("branching", 3, 8);
  std::vector<Feature> features;
  const auto keep = [&](Feature feature) { return features.emplace_back(std::move(feature)); };
  const auto layer = [&](const char* name) { net.Layer(name); };
  const zoo::Conv three{.channels = kChannels, .window = kThree, .after = After::kNothing};
  layer("stem");
  const Feature stem = keep(net.Relu("relu", keep(net.Convolve("conv", net.input(), three))));
  layer("left");
  const Feature left = keep(net.Convolve("conv", stem, {.channels = kChannels, .after = After::kNothing}));
  layer("right");
  const Feature right = keep(net.Convolve("depthwise", stem, {.channels = 0, .window = kThree, .after = After::kNothing}));
  layer("join");
  const Feature join = keep(net.Add("add", left, right));
  layer("mix");
  const Feature mix = keep(net.Concat("concat", join, right));
  layer("pool");
  Feature x = keep(net.MaxPool("max", mix, kCeiling));
  layer("average");
  x = keep(net.Flatten("flatten", keep(net.GlobalAveragePool("average", x))));
  layer("classes");
  x = keep(net.FullyConnect("fc", x, 5));
  layer("end");
  SmallNetwork small{std::move(net).Finish("softmax", x), std::move(features)};
  small.features.push_back({small.network.output, x.channels, 1});
  return small;
}

Names MiddleInputs() {
  return {"left/conv", "right/depthwise"};
}

Names MiddleOutputs() {
  return {"join/add", "pool/max"};
}

std::span<const OperatorNetwork> OperatorNetworks() {
  return kOperators;
}

}  // namespace dnntune::conformance
