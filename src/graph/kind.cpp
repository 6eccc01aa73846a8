// SPDX-License-Identifier: Apache-2.0
#include "graph/kind.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace dnntune::graph {
namespace {

std::string Lowered(std::string text) {
  for (char& letter : text) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return text;
}

// As parts of the types' names in lower case: Conv, Conv2D, DepthwiseConv2dNative, CONV_2D, QLinearConv; MatMul, BatchMatMulV2,
// Gemm, FULLY_CONNECTED, BATCH_MATMUL; LSTM, BlockLSTM, UNIDIRECTIONAL_SEQUENCE_RNN.
constexpr std::array kConvolutions = {"conv"};
constexpr std::array kProducts = {"matmul", "gemm", "fully_connected", "einsum"};
constexpr std::array kCells = {"lstm", "gru", "rnn"};

template <std::size_t size>
bool IsOneOf(const std::array<const char*, size>& parts, const std::string& type) {
  return std::ranges::any_of(parts, [&](const char* part) { return type.find(part) != std::string::npos; });
}

Kind KindOf(const Operator& op) {
  if (!op.macs || *op.macs == 0) return Kind::kOther;
  const std::string type = Lowered(op.type);
  if (IsOneOf(kCells, type)) return Kind::kRecurrent;
  if (IsOneOf(kConvolutions, type)) return Kind::kConvolution;
  if (!IsOneOf(kProducts, type)) return Kind::kOther;
  return op.inputs.size() > 1 && op.parameters == 0 ? Kind::kAttention : Kind::kDense;
}

// Whether the layer's products read a weight again that one of them has counted.
bool IsUnrolled(const Graph& graph, const Layer& layer, const std::vector<Kind>& kinds) {
  bool is_read = false;
  bool is_read_again = false;
  for (const OperatorId id : layer.operators) {
    if (kinds[id] != Kind::kDense) continue;
    (graph.operators()[id].parameters > 0 ? is_read : is_read_again) = true;
  }
  return is_read && is_read_again;
}

}  // namespace

const char* KindName(Kind kind) {
  switch (kind) {
    case Kind::kConvolution:
      return "convolution";
    case Kind::kDense:
      return "dense";
    case Kind::kRecurrent:
      return "recurrent";
    case Kind::kAttention:
      return "attention";
    case Kind::kOther:
      return "other";
  }
  return "other";
}

std::vector<Kind> KindsOf(const Graph& graph) {
  std::vector<Kind> kinds;
  for (const Operator& op : graph.operators()) kinds.push_back(KindOf(op));
  for (const Layer& layer : graph.layers()) {
    if (!IsUnrolled(graph, layer, kinds)) continue;
    for (const OperatorId id : layer.operators) {
      if (kinds[id] == Kind::kDense) kinds[id] = Kind::kRecurrent;
    }
  }
  return kinds;
}

Kind KindOfLayer(const Graph& graph, LayerId layer, const std::vector<Kind>& kinds) {
  std::array<std::uint64_t, std::size(kKinds)> macs{};
  for (const OperatorId id : graph.layers()[layer].operators) {
    macs[static_cast<std::size_t>(kinds[id])] += graph.operators()[id].macs.value_or(0);
  }
  const auto most = std::ranges::max_element(macs);
  return *most == 0 ? Kind::kOther : kKinds[most - macs.begin()];
}

}  // namespace dnntune::graph
