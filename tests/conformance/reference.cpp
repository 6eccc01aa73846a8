// SPDX-License-Identifier: Apache-2.0
#include "conformance/reference.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string>

namespace dnntune::conformance {
namespace {

using format::Node;
using format::NodeKind;

// Channels of square maps.
struct Maps {
  int channels = 0;
  int size = 0;
  std::vector<float> values{};

  Maps(int of, int wide) : channels(of), size(wide), values(static_cast<std::size_t>(of * wide * wide)) {}
  [[nodiscard]] float& At(int channel, int y, int x) { return values[static_cast<std::size_t>((channel * size + y) * size + x)]; }
  [[nodiscard]] float At(int channel, int y, int x) const {
    return values[static_cast<std::size_t>((channel * size + y) * size + x)];
  }
};

int OutputSize(const format::Window& window, int size) {
  const int room = size + 2 * window.padding - window.kernel;
  return (room + (window.ceiling ? window.stride - 1 : 0)) / window.stride + 1;
}

// Calls visit(ky, kx, y, x) for each place of the window at (oy, ox) that lies on the map.
template <typename Visit>
void ForWindow(const format::Window& window, int size, int oy, int ox, Visit visit) {
  for (int ky = 0; ky < window.kernel; ++ky) {
    for (int kx = 0; kx < window.kernel; ++kx) {
      const int y = oy * window.stride - window.padding + ky, x = ox * window.stride - window.padding + kx;
      if (y >= 0 && y < size && x >= 0 && x < size) visit(ky, kx, y, x);
    }
  }
}

// Sets every place of the output to value(channel, y, x).
template <typename Value>
Maps Generate(int channels, int size, Value value) {
  Maps output(channels, size);
  for (int channel = 0; channel < channels; ++channel) {
    for (int y = 0; y < size; ++y) {
      for (int x = 0; x < size; ++x) output.At(channel, y, x) = value(channel, y, x);
    }
  }
  return output;
}

Maps Convolve(const Node& node, const Maps& input) {
  const std::vector<float> weight = Fill(node.weight.value()), bias = Fill(node.bias.value());
  const int channels = static_cast<int>(node.weight->shape[0]), per_group = static_cast<int>(node.weight->shape[1]);
  const int kernel = node.window.kernel;
  return Generate(channels, OutputSize(node.window, input.size), [&](int to, int oy, int ox) {
    double sum = bias[static_cast<std::size_t>(to)];
    const int first = to / (channels / node.groups) * per_group;
    for (int from = 0; from < per_group; ++from) {
      ForWindow(node.window, input.size, oy, ox, [&](int ky, int kx, int y, int x) {
        const int index = ((to * per_group + from) * kernel + ky) * kernel + kx;
        sum += static_cast<double>(weight[static_cast<std::size_t>(index)]) * input.At(first + from, y, x);
      });
    }
    return static_cast<float>(sum);
  });
}

Maps Pool(const Node& node, const Maps& input) {
  return Generate(input.channels, OutputSize(node.window, input.size), [&](int channel, int oy, int ox) {
    float most = -std::numeric_limits<float>::infinity();
    ForWindow(node.window, input.size, oy, ox, [&](int, int, int y, int x) { most = std::max(most, input.At(channel, y, x)); });
    return most;
  });
}

Maps Average(const Maps& input) {
  const auto places = static_cast<std::ptrdiff_t>(input.size) * input.size;
  return Generate(input.channels, 1, [&](int channel, int, int) {
    const auto first = input.values.begin() + channel * places;
    return static_cast<float>(std::accumulate(first, first + places, 0.0) / static_cast<double>(places));
  });
}

Maps Connect(const Node& node, const Maps& input) {
  const std::vector<float> weight = Fill(node.weight.value()), bias = Fill(node.bias.value());
  return Generate(static_cast<int>(node.weight->shape[0]), 1, [&](int to, int, int) {
    const auto row = weight.begin() + static_cast<std::ptrdiff_t>(input.values.size()) * to;
    return static_cast<float>(
        std::inner_product(input.values.begin(), input.values.end(), row, static_cast<double>(bias[static_cast<std::size_t>(to)])));
  });
}

Maps Softmax(Maps input) {
  double sum = 0;
  for (const float value : input.values) sum += std::exp(static_cast<double>(value));
  for (float& value : input.values) value = static_cast<float>(std::exp(static_cast<double>(value)) / sum);
  return input;
}

Maps Clip(Maps input, float high) {
  for (float& value : input.values) value = std::clamp(value, 0.0F, high);
  return input;
}

Maps Add(Maps one, const Maps& other) {
  for (std::size_t i = 0; i < one.values.size(); ++i) one.values[i] += other.values[i];
  return one;
}

Maps Concat(Maps one, const Maps& other) {
  one.values.insert(one.values.end(), other.values.begin(), other.values.end());
  one.channels += other.channels;
  return one;
}

Maps Flatten(Maps input) {
  input.channels *= input.size * input.size;
  input.size = 1;
  return input;
}

Maps Run(const Node& node, const Maps& first, const Maps& last) {
  switch (node.kind) {
    case NodeKind::kConv:
      return Convolve(node, first);
    case NodeKind::kFullyConnected:
      return Connect(node, first);
    case NodeKind::kRelu:
      return Clip(first, std::numeric_limits<float>::infinity());
    case NodeKind::kRelu6:
      return Clip(first, 6);
    case NodeKind::kAdd:
      return Add(first, last);
    case NodeKind::kConcat:
      return Concat(first, last);
    case NodeKind::kMaxPool:
      return Pool(node, first);
    case NodeKind::kGlobalAveragePool:
      return Average(first);
    case NodeKind::kFlatten:
      return Flatten(first);
    case NodeKind::kSoftmax:
      return Softmax(first);
  }
  throw std::logic_error("no such kind of node");
}

}  // namespace

std::vector<float> AnswerOf(const format::Network& network, std::vector<float> input) {
  std::map<std::string, Maps> tensors;
  tensors.emplace(network.input, Maps(network.channels, network.height)).first->second.values = std::move(input);
  for (const Node& node : network.nodes) {
    const Maps& first = tensors.at(node.inputs.front());
    const Maps& last = tensors.at(node.inputs.back());
    Maps output = Run(node, first, last);
    tensors.insert_or_assign(node.output, std::move(output));
  }
  return tensors.at(network.output).values;
}

}  // namespace dnntune::conformance
