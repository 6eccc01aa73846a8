// SPDX-License-Identifier: Apache-2.0
#include "format/network.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

#include "base/sha256.h"

namespace dnntune::format {
namespace {

// In the order of the enum.
constexpr std::array<std::string_view, 26> kNames = {
    "conv",     "fully_connected", "mat_mul", "relu",      "relu6",   "sigmoid",  "tanh",         "reciprocal_sqrt", "add",
    "subtract", "multiply",        "minimum", "concat",    "slice",   "max_pool", "average_pool", "average",         "mean",
    "shuffle",  "resize",          "reshape", "transpose", "flatten", "gather",   "arg_max",      "softmax"};
static_assert(kNames.size() == static_cast<std::size_t>(NodeKind::kSoftmax) + 1);

// Raised where a writer writes another file for the same network.
constexpr int kWriters = 3;

std::string Print(const std::optional<Weight>& weight) {
  if (!weight) return "-";
  return fmt::format("{} {} {:.17g} {:.17g} {} {}", weight->name, fmt::join(weight->shape, "x"), weight->bound, weight->center,
                     weight->seed, fmt::join(weight->values, ","));
}

std::string Print(const Value& value) {
  return fmt::format("{} {}", graph::DTypeName(value.dtype), fmt::join(value.shape, "x"));
}

int Places(int size, int kernel, int padding, const Window& window) {
  const int span = size + 2 * padding - ((kernel - 1) * window.dilation + 1);
  return (span + (window.ceiling ? window.stride - 1 : 0)) / window.stride + 1;
}

}  // namespace

std::string_view NodeKindName(NodeKind kind) {
  return kNames.at(static_cast<std::size_t>(kind));
}

Result<std::string> BytesOf(const Network& network, NetworkWriter write) {
  return Collect([&](const ByteSink& sink) { return write(network, sink); });
}

std::map<std::string, Value> Values(const Network& network) {
  std::map<std::string, Value> values;
  for (const Input& input : network.inputs) values.emplace(input.name, input.value);
  for (const Node& node : network.nodes) values.emplace(node.output, node.value);
  return values;
}

Sides Places(const Window& window, const Sides& image) {
  return {Places(image.height, window.kernel.height, window.padding.height, window),
          Places(image.width, window.kernel.width, window.padding.width, window)};
}

std::string Fingerprint(const Network& network) {
  std::string text = fmt::format("{} {} {}\n", kWriters, network.name, network.output);
  for (const Input& input : network.inputs) text += fmt::format("{} {}\n", input.name, Print(input.value));
  for (const Node& node : network.nodes) {
    const Window& window = node.window;
    text += fmt::format("{} {} {} {} {}\n", NodeKindName(node.kind), node.name, fmt::join(node.inputs, ","), node.output,
                        Print(node.value));
    text += fmt::format("{}x{} {} {}x{} {} {}\n", window.kernel.height, window.kernel.width, window.stride, window.padding.height,
                        window.padding.width, window.ceiling, window.dilation);
    text += fmt::format("{} {} {} {} {} {}\n", node.groups, node.axis, node.begin, node.end, fmt::join(node.order, ","),
                        node.transpose_second);
    text += fmt::format("{} {}\n", Print(node.weight), Print(node.bias));
  }
  return Sha256(text).substr(0, 12);
}

}  // namespace dnntune::format
