// SPDX-License-Identifier: Apache-2.0
#include "conformance/small_networks.h"

#include "zoo/builder.h"

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
constexpr int kRows = 5;  // of what is no image

// One layer, and its input: an image.
struct Start {
  explicit Start(const char* name) : net(name) { net.Layer("layer"); }
  Builder net;
  Feature image = net.Input("input", {{1, kChannels, kSize, kSize}});
};

// The same with rows.
struct StartRows {
  explicit StartRows(const char* name) : net(name) { net.Layer("layer"); }
  Builder net;
  Feature rows = net.Input("input", {{kRows, kSize}});
};

Network Finish(Builder& net, Feature x) {
  if (IsImage(x.value)) x = net.Flatten("flatten", x);
  net.Apply(NodeKind::kSoftmax, "softmax", x);
  return std::move(net).Finish();
}

Network Convolution(const zoo::Conv& conv) {
  Start start("convolution");
  return Finish(start.net, start.net.Convolve("conv", start.image, conv));
}

Network Conv() {
  return Convolution({.channels = 3, .window = {.kernel = 3, .stride = 2, .padding = 1}, .after = After::kNothing});
}

Network Oblong() {
  return Convolution({.channels = 3, .window = {.kernel = {1, 5}, .padding = {0, 2}}, .after = After::kNothing});
}

Network Dilated() {
  return Convolution({.channels = 3, .window = {.kernel = 3, .padding = 2, .dilation = 2}, .after = After::kNothing});
}

Network Depthwise() {
  return Convolution({.channels = 0, .window = kThree, .after = After::kNothing});
}

// The image does not divide by the dilation.
Network DilatedDepthwise() {
  return Convolution({.channels = 0, .window = {.kernel = 3, .padding = 4, .dilation = 4}, .after = After::kNothing});
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
  Start start("fully_connected");
  const Feature average = start.net.GlobalAveragePool("average", start.image);
  return Finish(start.net, start.net.FullyConnect("fc", start.net.Flatten("flatten", average), 5));
}

Network RowsConnected() {
  StartRows start("fully_connected_rows");
  return Finish(start.net, start.net.FullyConnect("fc", start.rows, 4));
}

// Twice by the same weight.
Network Connected() {
  StartRows start("shared_weight");
  const format::Weight weight = start.net.Noise("weight", {kSize, kSize}, 1);
  return Finish(start.net, start.net.FullyConnect("second", start.net.FullyConnect("first", start.rows, weight), weight));
}

Network Applied(NodeKind kind) {
  Start start("applied");
  return Finish(start.net, start.net.Apply(kind, "apply", start.image));
}

Network Sigmoid() {
  return Applied(NodeKind::kSigmoid);
}

Network Tanh() {
  return Applied(NodeKind::kTanh);
}

// Of numbers from one to two.
Network ReciprocalSqrt() {
  StartRows start("reciprocal_sqrt");
  const Feature x = start.net.Combine(NodeKind::kAdd, "one", start.rows, 1);
  return Finish(start.net, start.net.Apply(NodeKind::kReciprocalSqrt, "apply", x));
}

Network Add() {
  Start start("add");
  const Feature other = start.net.Convolve("conv", start.image, {.channels = kChannels, .window = kThree});
  return Finish(start.net, start.net.Add("add", start.image, other));
}

// With a number, with one weight for all rows, and with one number for each row.
Network Combined(NodeKind kind) {
  StartRows start("combined");
  Feature x = start.net.Combine(kind, "number", start.rows, 0.5F);
  x = start.net.Combine(kind, "weight", x, start.net.Noise("factor", {kSize}, 1));
  return Finish(start.net, start.net.Combine(kind, "column", x, start.net.Mean("mean", start.rows)));
}

Network AddBroadcast() {
  return Combined(NodeKind::kAdd);
}

Network Subtract() {
  return Combined(NodeKind::kSubtract);
}

Network Multiply() {
  return Combined(NodeKind::kMultiply);
}

Network Minimum() {
  return Combined(NodeKind::kMinimum);
}

Network Mean() {
  StartRows start("mean");
  return Finish(start.net, start.net.Transpose("row", start.net.Mean("mean", start.rows), {1, 0}));
}

// Two by two matrices of three dimensions each, made from the rows.
Network Product(bool transpose_second) {
  Builder net("mat_mul");
  net.Layer("layer");
  const Feature rows = net.Input("input", {{4, kSize}});
  const auto make = [&](const char* name) {
    return net.Reshape(name, net.FullyConnect(std::string(name) + "_fc", rows, kSize), {2, 2, kSize});
  };
  const Feature a = make("a"), b = make("b");
  const Feature second = transpose_second ? b : net.Transpose("turned", b, {0, 2, 1});
  return Finish(net, net.MatMul("product", a, second, transpose_second));
}

Network MatMul() {
  return Product(false);
}

Network MatMulTransposed() {
  return Product(true);
}

Network Concat() {
  Start start("concat");
  const Feature other = start.net.Convolve("conv", start.image, {.channels = 3, .window = kThree});
  return Finish(start.net, start.net.Concat("concat", {start.image, other, start.image}));
}

Network Slice() {
  Start start("slice");
  return Finish(start.net, start.net.Slice("slice", start.image, 1, 1, 3));
}

Network SliceRows() {
  StartRows start("slice_rows");
  const Feature last = start.net.Slice("last", start.rows, 0, 3, kRows), first = start.net.Slice("first", start.rows, 0, 0, 2);
  return Finish(start.net, start.net.Concat("concat", {last, first}, 0));
}

Network MaxPool() {
  Start start("max_pool");
  return Finish(start.net, start.net.MaxPool("pool", start.image, kPool));
}

Network MaxPoolCeiling() {
  Start start("max_pool_ceiling");
  return Finish(start.net, start.net.MaxPool("pool", start.image, kCeiling));
}

// The border does not count.
Network AveragePool() {
  Start start("average_pool");
  return Finish(start.net, start.net.AveragePool("pool", start.image, kThree));
}

Network Average() {
  Start start("average");
  return Finish(start.net, start.net.Flatten("flatten", start.net.GlobalAveragePool("average", start.image)));
}

Network ChannelShuffle() {
  Start start("channel_shuffle");
  const Feature wide = start.net.Concat("concat", {start.image, start.image});
  return Finish(start.net, start.net.ChannelShuffle("shuffle", wide, 2));
}

Network Resize() {
  Start start("resize");
  return Finish(start.net, start.net.Resize("resize", start.image, 2 * kSize, 2 * kSize));
}

// From one place to many, as segmentation networks do it.
Network Spread() {
  Start start("spread");
  return Finish(start.net, start.net.Resize("resize", start.net.GlobalAveragePool("average", start.image), 3, 3));
}

Network Reshape() {
  StartRows start("reshape");
  return Finish(start.net, start.net.Reshape("reshape", start.rows, {2, 3, kRows}));
}

Network Transpose() {
  StartRows start("transpose");
  const Feature cube = start.net.Reshape("cube", start.rows, {2, 3, kRows});
  return Finish(start.net, start.net.Transpose("transpose", cube, {2, 0, 1}));
}

Network Flatten() {
  Start start("flatten");
  return Finish(start.net, start.image);
}

// Noise of whole numbers is below 128.
Network Gather() {
  Builder net("gather");
  net.Layer("layer");
  const Feature numbers = net.Input("input", {{2, 3}, graph::DType::kInt32});
  return Finish(net, net.Gather("gather", numbers, net.Noise("table", {128, 4}, 1)));
}

Network ArgMax() {
  StartRows start("arg_max");
  start.net.ArgMax("arg_max", start.net.FullyConnect("fc", start.rows, 64));
  return std::move(start.net).Finish();
}

constexpr OperatorNetwork kOperators[] = {
    {"conv", NodeKind::kConv, &Conv},
    {"conv_oblong", NodeKind::kConv, &Oblong},
    {"conv_dilated", NodeKind::kConv, &Dilated},
    {"conv_depthwise", NodeKind::kConv, &Depthwise},
    {"conv_depthwise_dilated", NodeKind::kConv, &DilatedDepthwise},
    {"conv_grouped", NodeKind::kConv, &Grouped},
    {"fully_connected", NodeKind::kFullyConnected, &FullyConnected},
    {"fully_connected_rows", NodeKind::kFullyConnected, &RowsConnected},
    {"fully_connected_shared", NodeKind::kFullyConnected, &Connected},
    {"mat_mul", NodeKind::kMatMul, &MatMul},
    {"mat_mul_transposed", NodeKind::kMatMul, &MatMulTransposed},
    {"relu", NodeKind::kRelu, &Relu},
    {"relu6", NodeKind::kRelu6, &Relu6},
    {"sigmoid", NodeKind::kSigmoid, &Sigmoid},
    {"tanh", NodeKind::kTanh, &Tanh},
    {"reciprocal_sqrt", NodeKind::kReciprocalSqrt, &ReciprocalSqrt},
    {"add", NodeKind::kAdd, &Add},
    {"add_broadcast", NodeKind::kAdd, &AddBroadcast},
    {"subtract", NodeKind::kSubtract, &Subtract},
    {"multiply", NodeKind::kMultiply, &Multiply},
    {"minimum", NodeKind::kMinimum, &Minimum},
    {"concat", NodeKind::kConcat, &Concat},
    {"slice", NodeKind::kSlice, &Slice},
    {"slice_rows", NodeKind::kSlice, &SliceRows},
    {"max_pool", NodeKind::kMaxPool, &MaxPool},
    {"max_pool_ceiling", NodeKind::kMaxPool, &MaxPoolCeiling},
    {"average_pool", NodeKind::kAveragePool, &AveragePool},
    {"average", NodeKind::kGlobalAveragePool, &Average},
    {"mean", NodeKind::kMean, &Mean},
    {"channel_shuffle", NodeKind::kChannelShuffle, &ChannelShuffle},
    {"resize", NodeKind::kResizeBilinear, &Resize},
    {"resize_spread", NodeKind::kResizeBilinear, &Spread},
    {"reshape", NodeKind::kReshape, &Reshape},
    {"transpose", NodeKind::kTranspose, &Transpose},
    {"flatten", NodeKind::kFlatten, &Flatten},
    {"gather", NodeKind::kGather, &Gather},
    {"arg_max", NodeKind::kArgMax, &ArgMax},
    {"softmax", NodeKind::kSoftmax, &Flatten},
};

}  // namespace

Network Branching() {
  Builder net("branching");
  const auto layer = [&](const char* name) { net.Layer(name); };
  const zoo::Conv three{.channels = kChannels, .window = kThree, .after = After::kNothing};
  const Feature image = net.Input("input", {{1, 3, 8, 8}});
  layer("stem");
  const Feature stem = net.Relu("relu", net.Convolve("conv", image, three));
  layer("left");
  const Feature left = net.Convolve("conv", stem, {.channels = kChannels, .after = After::kNothing});
  layer("right");
  const Feature right = net.Convolve("depthwise", stem, {.channels = 0, .window = kThree, .after = After::kNothing});
  layer("join");
  const Feature join = net.Add("add", left, right);
  layer("mix");
  const Feature mix = net.Concat("concat", {join, right});
  layer("pool");
  Feature x = net.MaxPool("max", mix, kCeiling);
  layer("average");
  x = net.Flatten("flatten", net.GlobalAveragePool("average", x));
  layer("classes");
  x = net.FullyConnect("fc", x, 5);
  layer("end");
  net.Apply(NodeKind::kSoftmax, "softmax", x);
  return std::move(net).Finish();
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
