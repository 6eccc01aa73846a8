// SPDX-License-Identifier: Apache-2.0
// A network as data, before it is a file of any format. Every format's network_writer.h writes it with the same tensor names, so
// that engines which read different formats share cuts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace dnntune::format {

enum class NodeKind : std::uint8_t {
  kConv,  // grouped and depthwise too; batch normalisation is folded into weight and bias
  kFullyConnected,
  kRelu,
  kRelu6,
  kAdd,
  kConcat,  // of channels
  kMaxPool,
  kGlobalAveragePool,
  kFlatten,
  kSoftmax  // over channels
};
[[nodiscard]] std::string_view NodeKindName(NodeKind kind);

// Seeded noise, uniform in [-bound, bound], the same on every machine. Shape of a convolution: output channels, input channels per
// group, kernel height, kernel width; of a fully connected node: outputs, inputs.
struct Weight {
  std::vector<std::int64_t> shape;
  double bound = 0;
  std::uint64_t seed = 0;
};

// A square window over height and width.
struct Window {
  int kernel = 1;
  int stride = 1;
  int padding = 0;       // on each side
  bool ceiling = false;  // pooling: count a last window that reaches over the edge
};

struct Node {
  NodeKind kind = NodeKind::kConv;
  std::string name;                 // "Bottleneck_3_3/expand": the layer, a slash, the operator
  std::vector<std::string> inputs;  // tensors
  std::string output;               // tensor; the node's name but for the network's output
  Window window{};
  int groups = 1;
  std::optional<Weight> weight{};
  std::optional<Weight> bias{};
};

// float32 throughout, batch of one. Image sizes are kept apart from their order: a format writes [1, channels, height, width] or
// [1, height, width, channels] as is its custom.
struct Network {
  std::string name;
  std::string input;
  int channels = 0;
  int height = 0;
  int width = 0;
  int classes = 0;
  std::vector<Node> nodes;  // in topological order
  std::string output;       // [1, classes]
};

// The weight's values, row-major.
[[nodiscard]] std::vector<float> Fill(const Weight& weight);

// Hash of everything that decides the file's content: 12 hexadecimal digits.
[[nodiscard]] std::string Fingerprint(const Network& network);

}  // namespace dnntune::format
