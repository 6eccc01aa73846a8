// SPDX-License-Identifier: Apache-2.0
// A network as data, before it is a file of any format. Every format's write_network.h writes it with the same tensor names, so
// that engines which read different formats share cuts.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_stream.h"
#include "graph/dtype.h"

namespace dnntune::format {

// A tensor's type and shape. Four dimensions are an image, [batch, channels, height, width], which a format writes as [batch,
// height, width, channels] where that is its custom, and with it the dimensions that nodes name; every other shape is written as it
// is.
struct Value {
  std::vector<std::int64_t> shape{};
  graph::DType dtype = graph::DType::kFloat32;
  bool operator==(const Value&) const = default;
};
[[nodiscard]] inline bool IsImage(const Value& value) {
  return value.shape.size() == 4;
}

enum class NodeKind : std::uint8_t {
  kConv,            // grouped and depthwise too; batch normalisation is folded into weight and bias
  kFullyConnected,  // of rows: [rows, inputs] to [rows, outputs]
  kMatMul,          // [batch, rows, n] times [batch, n, columns], or [batch, columns, n] where `transpose_second`
  kRelu,
  kRelu6,
  kSigmoid,
  kTanh,
  kReciprocalSqrt,
  // Of two tensors of one shape, of one tensor and the weight, or of [.., n] and [.., 1]: broadcast as NumPy does.
  kAdd,
  kSubtract,
  kMultiply,
  kMinimum,
  kConcat,  // along `axis`
  kSlice,   // of `axis`, from `begin` to before `end`
  kMaxPool,
  kAveragePool,  // what lies over the edge does not count
  kGlobalAveragePool,
  kMean,            // over the last dimension, which stays as 1
  kChannelShuffle,  // of `groups`: channel c of group g comes to c * groups + g (Zhang et al., ShuffleNet, CVPR 2018)
  kResizeBilinear,  // of an image, places at the middle of pixels
  kReshape,         // row by row; not of or to an image
  kTranspose,       // dimension i of the output is `order`[i] of the input; not of an image
  kFlatten,         // of an image, channels first, to [batch, all]
  kGather,          // rows of the weight by the input's numbers, int32
  kArgMax,          // where the largest of the last dimension is, which goes; int32
  kSoftmax          // over the last dimension; of an image: over channels
};
[[nodiscard]] std::string_view NodeKindName(NodeKind kind);

// Constants of a network, float32. Seeded noise, uniform in [center - bound, center + bound], the same on every machine, or
// `values` where there are any. Shape of a convolution: output channels, input channels per group, kernel height, kernel width; of
// a fully connected node: outputs, inputs. Nodes whose weights have the same name share one.
struct Weight {
  std::string name{};
  std::vector<std::int64_t> shape{};
  double bound = 0;
  double center = 0;
  std::uint64_t seed = 0;
  std::vector<float> values{};  // row-major
};

// One number for height and width, or one for each.
struct Sides {
  int height = 1;
  int width = 1;
  constexpr Sides(int both) : height(both), width(both) {}  // NOLINT(google-explicit-constructor): 3 means 3 x 3
  constexpr Sides(int high, int wide) : height(high), width(wide) {}
  bool operator==(const Sides&) const = default;
};

// What slides over height and width.
struct Window {
  Sides kernel = 1;
  int stride = 1;
  Sides padding = 0;     // on each side
  bool ceiling = false;  // pooling: count a last window that reaches over the edge
  int dilation = 1;      // convolution: places from one element of the kernel to the next
};

struct Node {
  NodeKind kind = NodeKind::kConv;
  std::string name{};                 // "Bottleneck_3_3/expand": the layer, a slash, the operator
  std::vector<std::string> inputs{};  // tensors
  std::string output{};               // tensor; the node's name but for the network's output
  Value value{};                      // what the output is
  Window window{};
  int groups = 1;  // of kConv and kChannelShuffle
  int axis = 1;    // of kConcat and kSlice
  std::int64_t begin = 0, end = 0;
  std::vector<int> order{};
  bool transpose_second = false;
  std::optional<Weight> weight{};
  std::optional<Weight> bias{};
};

struct Input {
  std::string name;
  Value value;
};

struct Network {
  std::string name;
  std::vector<Input> inputs;
  std::vector<Node> nodes;  // in topological order
  std::string output;       // tensor
};

// What writes a network in one of the formats. Fails with kUnavailable, naming the network, and with the sink's error.
using NetworkWriter = Result<void> (*)(const Network& network, const ByteSink& sink);

// For networks that fit into memory.
[[nodiscard]] Result<std::string> BytesOf(const Network& network, NetworkWriter write);

// By tensor: what inputs and nodes' outputs are.
[[nodiscard]] std::map<std::string, Value> Values(const Network& network);

// How many places a window has along each side of an image of this size.
[[nodiscard]] Sides Places(const Window& window, const Sides& image);

// Hash of everything that decides the file's content: 12 hexadecimal digits.
[[nodiscard]] std::string Fingerprint(const Network& network);

}  // namespace dnntune::format
