// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "format/tensorflow/contents.h"

namespace dnntune::format::tensorflow {
namespace {

using Macs = skeleton::Count;
using skeleton::Product;
using skeleton::Times;

// Each place of the output is a sum over height and width of the filter, and over its input channels where they are mixed.
Macs ConvolutionMacs(const Shape* filter, const Shape* output, bool mixes) {
  if (!filter || !output || filter->size() != 4) return std::nullopt;
  const Macs window = Times(Times(Product(1, *output), (*filter)[0]), (*filter)[1]);
  return mixes ? Times(window, (*filter)[2]) : window;
}

// Each place of what comes in meets the filter [height, width, output channels, input channels] but for its last dimension.
Macs TransposedMacs(const Shape* filter, const Shape* input) {
  if (!filter || !input || filter->size() != 4) return std::nullopt;
  return Times(Times(Times(Product(1, *input), (*filter)[0]), (*filter)[1]), (*filter)[2]);
}

Macs MatMulMacs(const Shape* left, const Shape* output, bool turned) {
  if (!left || !output || left->size() < 2) return std::nullopt;
  return Times(Product(1, *output), (*left)[left->size() - (turned ? 2 : 1)]);
}

// Multiplies in a way that is not counted here, so zero would be a lie.
constexpr std::array<std::string_view, 13> kUncounted = {"Einsum",
                                                         "BlockLSTM",
                                                         "BlockLSTMV2",
                                                         "LSTMBlockCell",
                                                         "GRUBlockCell",
                                                         "CudnnRNN",
                                                         "CudnnRNNV2",
                                                         "CudnnRNNV3",
                                                         "Conv3D",
                                                         "Conv",
                                                         "FusedResizeAndPadConv2D",
                                                         "FusedPadConv2D",
                                                         "SparseTensorDenseMatMul"};

}  // namespace

Macs CountMacs(const Wiring& wiring, int node, const Facts& facts) {
  const auto shape = [&](const std::string& name) -> const Shape* {
    const auto found = facts.find(name);
    return found != facts.end() && found->second.shape ? &*found->second.shape : nullptr;
  };
  const auto& reads = wiring.reads[static_cast<std::size_t>(node)];
  const auto input = [&](std::size_t index) { return index < reads.size() ? shape(wiring.Name(reads[index])) : nullptr; };
  const NodeDef& def = wiring.node(node);
  const Shape* output = shape(def.name());
  const std::string& op = def.op();
  if (CallsFunctions(def) || std::find(kUncounted.begin(), kUncounted.end(), op) != kUncounted.end()) return std::nullopt;
  if (op == "Conv2D" || op == "_FusedConv2D") return ConvolutionMacs(input(1), output, true);
  if (op == "DepthwiseConv2dNative") return ConvolutionMacs(input(1), output, false);
  if (op == "Conv2DBackpropInput") return TransposedMacs(input(1), input(2));
  if (op == "MatMul" || op == "_FusedMatMul") return MatMulMacs(input(0), output, IsSet(def, "transpose_a"));
  if (op.rfind("BatchMatMul", 0) == 0) return MatMulMacs(input(0), output, IsSet(def, "adj_x"));
  return 0;
}

}  // namespace dnntune::format::tensorflow
