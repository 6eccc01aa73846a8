// SPDX-License-Identifier: Apache-2.0
#include "format/network.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

#include "base/sha256.h"

namespace dnntune::format {
namespace {

// In the order of the enum.
constexpr std::array<std::string_view, 10> kNames = {"conv",   "fully_connected", "relu",    "relu6",   "add",
                                                     "concat", "max_pool",        "average", "flatten", "softmax"};

// Raised where a writer writes another file for the same network.
constexpr int kWriters = 2;

// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
std::uint64_t Next(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

std::string Print(const std::optional<Weight>& weight) {
  return weight ? fmt::format("{} {:.17g} {}", fmt::join(weight->shape, "x"), weight->bound, weight->seed) : "-";
}

}  // namespace

std::string_view NodeKindName(NodeKind kind) {
  return kNames[static_cast<std::size_t>(kind)];
}

std::vector<float> Fill(const Weight& weight) {
  std::size_t count = 1;
  for (const std::int64_t extent : weight.shape) count *= static_cast<std::size_t>(extent);
  std::vector<float> values(count);
  std::uint64_t state = weight.seed;
  for (float& value : values) {
    // 24 bits fill a float exactly, so no machine rounds differently.
    const double unit = static_cast<double>(Next(state) >> 40U) / static_cast<double>(1U << 24U);
    value = static_cast<float>((2 * unit - 1) * weight.bound);
  }
  return values;
}

std::string Fingerprint(const Network& network) {
  std::string text = fmt::format("{} {} {} {} {}x{}x{} {}\n", kWriters, network.name, network.input, network.output,
                                 network.channels, network.height, network.width, network.classes);
  for (const Node& node : network.nodes) {
    text += fmt::format("{} {} {} {} {} {} {} {} {} {} {}\n", NodeKindName(node.kind), node.name, fmt::join(node.inputs, ","),
                        node.output, node.window.kernel, node.window.stride, node.window.padding, node.window.ceiling, node.groups,
                        Print(node.weight), Print(node.bias));
  }
  return Sha256(text).substr(0, 12);
}

}  // namespace dnntune::format
