// SPDX-License-Identifier: Apache-2.0
#include "conformance/reference.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string>

#include "format/weight.h"

namespace dnntune::conformance {
namespace {

using format::Node;
using format::NodeKind;
using Shape = std::vector<std::int64_t>;
using Place = std::vector<std::int64_t>;  // an index for each dimension

std::size_t Count(const Shape& shape) {
  return static_cast<std::size_t>(std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>()));
}

struct Values {
  Shape shape{};
  std::vector<float> values{};

  // Dimensions of one stand for every index, and missing ones in front of it are passed over: NumPy's broadcasting.
  [[nodiscard]] float At(const Place& place) const {
    std::int64_t index = 0;
    const std::size_t lead = place.size() - shape.size();
    for (std::size_t i = 0; i < shape.size(); ++i) index = index * shape[i] + (shape[i] == 1 ? 0 : place[lead + i]);
    return values[static_cast<std::size_t>(index)];
  }
};

// Sets every place of an output of this shape to value(place).
template <typename Value>
Values Generate(const Shape& shape, Value value) {
  Values output{shape, {}};
  Place place(shape.size());
  for (std::size_t i = 0; i < Count(shape); ++i) {
    output.values.push_back(static_cast<float>(value(place)));
    for (std::size_t at = shape.size(); at-- > 0 && ++place[at] == shape[at];) place[at] = 0;
  }
  return output;
}

Values Constant(const format::Weight& weight) {
  return {weight.shape, Fill(weight)};
}

// Calls visit(ky, kx, y, x) for each place of the window at (oy, ox) that lies on the image.
template <typename Visit>
void ForWindow(const format::Window& window, const Values& image, const Place& at, Visit visit) {
  for (int ky = 0; ky < window.kernel.height; ++ky) {
    for (int kx = 0; kx < window.kernel.width; ++kx) {
      const std::int64_t y = at[2] * window.stride - window.padding.height + ky * window.dilation;
      const std::int64_t x = at[3] * window.stride - window.padding.width + kx * window.dilation;
      if (y >= 0 && y < image.shape[2] && x >= 0 && x < image.shape[3]) visit(ky, kx, y, x);
    }
  }
}

Values Convolve(const Node& node, const Values& input) {
  const Values weight = Constant(*node.weight), bias = Constant(*node.bias);
  return Generate(node.value.shape, [&](const Place& at) {
    double sum = bias.At({at[1]});
    const std::int64_t first = at[1] / (weight.shape[0] / node.groups) * weight.shape[1];
    for (std::int64_t from = 0; from < weight.shape[1]; ++from) {
      ForWindow(node.window, input, at, [&](std::int64_t ky, std::int64_t kx, std::int64_t y, std::int64_t x) {
        sum += static_cast<double>(weight.At({at[1], from, ky, kx})) * input.At({at[0], first + from, y, x});
      });
    }
    return sum;
  });
}

Values MaxPool(const Node& node, const Values& input) {
  return Generate(node.value.shape, [&](const Place& at) {
    float most = -std::numeric_limits<float>::infinity();
    ForWindow(node.window, input, at, [&](auto, auto, auto y, auto x) { most = std::max(most, input.At({at[0], at[1], y, x})); });
    return most;
  });
}

Values AveragePool(const Node& node, const Values& input) {
  return Generate(node.value.shape, [&](const Place& at) {
    double sum = 0, count = 0;
    ForWindow(node.window, input, at, [&](auto, auto, auto y, auto x) {
      sum += input.At({at[0], at[1], y, x});
      ++count;
    });
    return sum / count;
  });
}

// Over the last `dimensions`.
Values Average(const Node& node, const Values& input, std::size_t dimensions) {
  const std::size_t each = Count({input.shape.end() - static_cast<std::ptrdiff_t>(dimensions), input.shape.end()});
  Values output{node.value.shape, {}};
  for (std::size_t first = 0; first < input.values.size(); first += each) {
    const auto begin = input.values.begin() + static_cast<std::ptrdiff_t>(first);
    const double sum = std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(each), 0.0);
    output.values.push_back(static_cast<float>(sum / static_cast<double>(each)));
  }
  return output;
}

Values Connect(const Node& node, const Values& input) {
  const Values weight = Constant(*node.weight);
  return Generate(node.value.shape, [&](const Place& at) {
    double sum = node.bias ? Constant(*node.bias).At({at[1]}) : 0;
    for (std::int64_t i = 0; i < input.shape[1]; ++i) sum += static_cast<double>(weight.At({at[1], i})) * input.At({at[0], i});
    return sum;
  });
}

Values MatMul(const Node& node, const Values& a, const Values& b) {
  return Generate(node.value.shape, [&](const Place& at) {
    double sum = 0;
    for (std::int64_t i = 0; i < a.shape[2]; ++i) {
      const Place other = node.transpose_second ? Place{at[0], at[2], i} : Place{at[0], i, at[2]};
      sum += static_cast<double>(a.At({at[0], at[1], i})) * b.At(other);
    }
    return sum;
  });
}

template <typename Function>
Values Apply(Values input, Function function) {
  for (float& value : input.values) value = static_cast<float>(function(static_cast<double>(value)));
  return input;
}

template <typename Function>
Values Combine(const Node& node, const Values& a, const Values& last, Function function) {
  const Values b = node.weight ? Constant(*node.weight) : last;
  return Generate(node.value.shape, [&](const Place& at) { return function(a.At(at), b.At(at)); });
}

Values Concat(const Node& node, const std::vector<const Values*>& parts) {
  const auto axis = static_cast<std::size_t>(node.axis);
  return Generate(node.value.shape, [&](Place at) {
    std::size_t part = 0;
    while (at[axis] >= parts[part]->shape[axis]) at[axis] -= parts[part++]->shape[axis];
    return parts[part]->At(at);
  });
}

Values Slice(const Node& node, const Values& input) {
  return Generate(node.value.shape, [&](Place at) {
    at[static_cast<std::size_t>(node.axis)] += node.begin;
    return input.At(at);
  });
}

Values Shuffle(const Node& node, const Values& input) {
  return Generate(node.value.shape, [&](Place at) {
    const std::int64_t each = input.shape[1] / node.groups;
    at[1] = at[1] % node.groups * each + at[1] / node.groups;
    return input.At(at);
  });
}

// Where place `at` of a side of `to` lies on a side of `from`: the two places beside it, and how near the second is.
struct Between {
  std::int64_t first, second;
  double share;
};
Between Beside(std::int64_t at, std::int64_t from, std::int64_t to) {
  const double middle = (static_cast<double>(at) + 0.5) * static_cast<double>(from) / static_cast<double>(to) - 0.5;
  const double low = std::floor(middle);
  const auto bound = [&](double place) { return std::clamp(static_cast<std::int64_t>(place), std::int64_t{0}, from - 1); };
  return {bound(low), bound(low + 1), middle - low};
}

Values Resize(const Node& node, const Values& input) {
  return Generate(node.value.shape, [&](const Place& at) {
    const Between y = Beside(at[2], input.shape[2], node.value.shape[2]), x = Beside(at[3], input.shape[3], node.value.shape[3]);
    const auto row = [&](std::int64_t high) {
      return input.At({at[0], at[1], high, x.first}) * (1 - x.share) + input.At({at[0], at[1], high, x.second}) * x.share;
    };
    return row(y.first) * (1 - y.share) + row(y.second) * y.share;
  });
}

Values Transpose(const Node& node, const Values& input) {
  return Generate(node.value.shape, [&](const Place& at) {
    Place from(at.size());
    for (std::size_t i = 0; i < at.size(); ++i) from[static_cast<std::size_t>(node.order[i])] = at[i];
    return input.At(from);
  });
}

Values Gather(const Node& node, const Values& input) {
  const Values table = Constant(*node.weight);
  return Generate(node.value.shape, [&](const Place& at) {
    return table.At({static_cast<std::int64_t>(input.At(Place(at.begin(), at.end() - 1))), at.back()});
  });
}

// Over the last dimension.
Values ArgMax(const Node& node, const Values& input) {
  return Generate(node.value.shape, [&](const Place& at) {
    const std::int64_t each = input.shape.back();
    std::int64_t row = 0;
    for (std::size_t i = 0; i < at.size(); ++i) row = row * input.shape[i] + at[i];
    const auto begin = input.values.begin() + row * each;
    return std::max_element(begin, begin + each) - begin;
  });
}

Values Softmax(const Values& input) {
  return Generate(input.shape, [&](const Place& at) {
    double sum = 0;
    Place other = at;
    for (other.back() = 0; other.back() < input.shape.back(); ++other.back()) sum += std::exp(static_cast<double>(input.At(other)));
    return std::exp(static_cast<double>(input.At(at))) / sum;
  });
}

Values Run(const Node& node, const std::vector<const Values*>& inputs) {
  const Values &first = *inputs.front(), &last = *inputs.back();
  switch (node.kind) {
    case NodeKind::kConv:
      return Convolve(node, first);
    case NodeKind::kFullyConnected:
      return Connect(node, first);
    case NodeKind::kMatMul:
      return MatMul(node, first, last);
    case NodeKind::kRelu:
      return Apply(first, [](double x) { return std::max(x, 0.0); });
    case NodeKind::kRelu6:
      return Apply(first, [](double x) { return std::clamp(x, 0.0, 6.0); });
    case NodeKind::kSigmoid:
      return Apply(first, [](double x) { return 1 / (1 + std::exp(-x)); });
    case NodeKind::kTanh:
      return Apply(first, [](double x) { return std::tanh(x); });
    case NodeKind::kReciprocalSqrt:
      return Apply(first, [](double x) { return 1 / std::sqrt(x); });
    case NodeKind::kAdd:
      return Combine(node, first, last, [](float a, float b) { return a + b; });
    case NodeKind::kSubtract:
      return Combine(node, first, last, [](float a, float b) { return a - b; });
    case NodeKind::kMultiply:
      return Combine(node, first, last, [](float a, float b) { return a * b; });
    case NodeKind::kMinimum:
      return Combine(node, first, last, [](float a, float b) { return std::min(a, b); });
    case NodeKind::kConcat:
      return Concat(node, inputs);
    case NodeKind::kSlice:
      return Slice(node, first);
    case NodeKind::kMaxPool:
      return MaxPool(node, first);
    case NodeKind::kAveragePool:
      return AveragePool(node, first);
    case NodeKind::kGlobalAveragePool:
      return Average(node, first, 2);
    case NodeKind::kMean:
      return Average(node, first, 1);
    case NodeKind::kChannelShuffle:
      return Shuffle(node, first);
    case NodeKind::kResizeBilinear:
      return Resize(node, first);
    case NodeKind::kReshape:
    case NodeKind::kFlatten:
      return {node.value.shape, first.values};
    case NodeKind::kTranspose:
      return Transpose(node, first);
    case NodeKind::kGather:
      return Gather(node, first);
    case NodeKind::kArgMax:
      return ArgMax(node, first);
    case NodeKind::kSoftmax:
      return Softmax(first);
  }
  throw std::logic_error("no such kind of node");
}

}  // namespace

std::vector<float> AnswerOf(const format::Network& network, std::vector<float> input) {
  std::map<std::string, Values> tensors;
  tensors[network.inputs.at(0).name] = {network.inputs.at(0).value.shape, std::move(input)};
  for (const Node& node : network.nodes) {
    std::vector<const Values*> inputs;
    for (const std::string& name : node.inputs) inputs.push_back(&tensors.at(name));
    Values output = Run(node, inputs);
    tensors.insert_or_assign(node.output, std::move(output));
  }
  return tensors.at(network.output).values;
}

}  // namespace dnntune::conformance
