// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "format/network.h"

namespace dnntune::zoo {

// A tensor while a network is put together.
struct Feature {
  std::string tensor;
  format::Value value;

  [[nodiscard]] std::int64_t extent(std::size_t dimension) const { return value.shape.at(dimension); }
  // Of an image, or how many numbers a row has.
  [[nodiscard]] int channels() const { return static_cast<int>(extent(1)); }
};

// What becomes of an operator's output; decides how large its weights are, so that the signal neither dies nor explodes (He et al.,
// Delving Deep into Rectifiers, 2015).
enum class After : std::uint8_t {
  kNothing,  // variance 1 / fan-in
  kRelu,     // 2 / fan-in
  kRelu6,
  kAdd  // the end of a residual branch: 1 / (4 fan-in), since sums grow
};

// How a convolution looks: `channels` 0 means one filter per input channel (depthwise).
struct Conv {
  int channels = 0;
  format::Window window{};
  After after = After::kRelu;
};

// Puts a network together operator by operator. Operators are named "<layer>/<operator>". Seeds follow from position, so the same
// calls give the same network.
class Builder {
 public:
  explicit Builder(std::string name) { network_.name = std::move(name); }

  Feature Input(const std::string& name, format::Value value);
  // Operators added from now on belong to this layer.
  void Layer(std::string name) { layer_ = std::move(name); }
  [[nodiscard]] const std::string& layer() const { return layer_; }

  // A convolution with bias, followed by its activation.
  Feature Convolve(const std::string& name, const Feature& from, const Conv& conv);
  // The same for rows.
  Feature FullyConnect(const std::string& name, const Feature& from, int outputs, After after = After::kNothing);
  // By a weight [outputs, inputs] that others may share, without bias.
  Feature FullyConnect(const std::string& name, const Feature& from, const format::Weight& weight);

  // kRelu, kRelu6, kSigmoid, kTanh, kReciprocalSqrt or kSoftmax.
  Feature Apply(format::NodeKind kind, const std::string& name, const Feature& from);
  Feature Relu(const std::string& name, const Feature& from) { return Apply(format::NodeKind::kRelu, name, from); }
  // kAdd, kSubtract, kMultiply or kMinimum; the output is as `a`, to which `b` is broadcast.
  Feature Combine(format::NodeKind kind, const std::string& name, const Feature& a, const Feature& b);
  Feature Combine(format::NodeKind kind, const std::string& name, const Feature& a, const format::Weight& weight);
  Feature Combine(format::NodeKind kind, const std::string& name, const Feature& a, float number);
  Feature Add(const std::string& name, const Feature& a, const Feature& b);
  Feature MatMul(const std::string& name, const Feature& a, const Feature& b, bool transpose_second);

  Feature Concat(const std::string& name, const std::vector<Feature>& parts, int axis = 1);
  Feature Slice(const std::string& name, const Feature& from, int axis, std::int64_t begin, std::int64_t end);
  Feature MaxPool(const std::string& name, const Feature& from, const format::Window& window);
  Feature AveragePool(const std::string& name, const Feature& from, const format::Window& window);
  Feature GlobalAveragePool(const std::string& name, const Feature& from);
  Feature Mean(const std::string& name, const Feature& from);
  Feature ChannelShuffle(const std::string& name, const Feature& from, int groups);
  Feature Resize(const std::string& name, const Feature& from, int height, int width);
  Feature Flatten(const std::string& name, const Feature& from);
  Feature Reshape(const std::string& name, const Feature& from, std::vector<std::int64_t> shape);
  Feature Transpose(const std::string& name, const Feature& from, std::vector<int> order);
  Feature Gather(const std::string& name, const Feature& from, const format::Weight& table);
  Feature ArgMax(const std::string& name, const Feature& from);

  // Noise of variance gain / fan-in, the fan-in being all dimensions but the first: "<layer>/<name>".
  [[nodiscard]] format::Weight Noise(const std::string& name, std::vector<std::int64_t> shape, double gain);

  // Lets the last operator yield the tensor "predictions", which ends the network.
  [[nodiscard]] format::Network Finish() &&;

 private:
  Feature Append(format::Node node, const std::string& name, std::vector<Feature> inputs);
  [[nodiscard]] format::Weight Bias(const std::string& name, std::int64_t outputs);
  Feature Activate(const std::string& name, const Feature& from, After after);
  [[nodiscard]] std::uint64_t NextSeed() { return ++seeds_ << 32U; }

  format::Network network_;
  std::string layer_;
  std::uint64_t seeds_ = 0;
};

}  // namespace dnntune::zoo
