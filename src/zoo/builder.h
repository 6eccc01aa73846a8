// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "format/network.h"

namespace dnntune::zoo {

// A tensor while a network is put together.
struct Feature {
  std::string tensor;
  int channels = 0;
  int size = 0;  // height and width
};

// What becomes of a convolution's output; decides how large its weights are, so that the signal neither dies nor explodes
// (He et al., Delving Deep into Rectifiers, 2015).
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
  Builder(std::string name, int channels, int size);

  [[nodiscard]] const Feature& input() const { return input_; }
  // Operators added from now on belong to this layer.
  void Layer(std::string name) { layer_ = std::move(name); }

  // A convolution with bias, followed by its activation.
  Feature Convolve(const std::string& name, const Feature& from, const Conv& conv);
  Feature Relu(const std::string& name, const Feature& from);
  Feature Add(const std::string& name, const Feature& a, const Feature& b);
  Feature Concat(const std::string& name, const Feature& a, const Feature& b);
  Feature MaxPool(const std::string& name, const Feature& from, const format::Window& window);
  Feature GlobalAveragePool(const std::string& name, const Feature& from);
  Feature Flatten(const std::string& name, const Feature& from);
  Feature FullyConnect(const std::string& name, const Feature& from, int outputs);
  // Softmax into the tensor "predictions", which ends the network.
  [[nodiscard]] format::Network Finish(const std::string& name, const Feature& from) &&;

 private:
  std::string Append(format::NodeKind kind, const std::string& name, std::vector<std::string> inputs);
  format::Node& last() { return network_.nodes.back(); }
  void Weigh(std::vector<std::int64_t> shape, double gain);

  format::Network network_;
  Feature input_;
  std::string layer_;
};

}  // namespace dnntune::zoo
