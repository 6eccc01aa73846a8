// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <numeric>

#include "format/onnx/contents.h"
#include "format/onnx/kinds.h"

namespace dnntune::format::onnx {
namespace {

using Shape = std::vector<std::int64_t>;
using Macs = skeleton::Count;
using skeleton::Product;
using skeleton::Times;

// Shapes of a node's tensors by position; aborts the count (nothing) where one is not known.
class Shapes {
 public:
  Shapes(const NodeProto& node, const Facts& facts) : node_(node), facts_(facts) {}
  [[nodiscard]] const Shape* Input(int index) const { return index < node_.input_size() ? Find(node_.input(index)) : nullptr; }
  [[nodiscard]] const Shape* Output() const { return node_.output_size() > 0 ? Find(node_.output(0)) : nullptr; }

 private:
  [[nodiscard]] const Shape* Find(const std::string& name) const {
    const auto found = facts_.find(name);
    return found != facts_.end() && found->second.shape ? &*found->second.shape : nullptr;
  }
  const NodeProto& node_;
  const Facts& facts_;
};

// Each output element is a sum over a weight of shape [M, C / group, kernel...] without its first dimension.
Macs ConvMacs(const Shape* weight, const Shape* output) {
  return weight && output ? Product(Product(1, *output), *weight, 1) : std::nullopt;
}

// Each input element meets a weight of shape [C, M / group, kernel...] without its first dimension.
Macs ConvTransposeMacs(const Shape* input, const Shape* weight) {
  return input && weight ? Product(Product(1, *input), *weight, 1) : std::nullopt;
}

Macs MatMulMacs(const Shape* left, const Shape* output) {
  return left && output && !left->empty() ? Times(Product(1, *output), left->back()) : std::nullopt;
}

bool IsTransposed(const NodeProto& node, std::string_view name) {
  return std::any_of(node.attribute().begin(), node.attribute().end(),
                     [&](const auto& attribute) { return attribute.name() == name && attribute.i() != 0; });
}

Macs GemmMacs(const NodeProto& node, const Shape* left, const Shape* output) {
  if (!left || !output || left->size() != 2) return std::nullopt;
  return Times(Product(1, *output), (*left)[IsTransposed(node, "transA") ? 0 : 1]);
}

// Input [steps, batch, ...]; every step and item meets all of both weights once.
Macs RecurrentMacs(const Shape* input, const Shape* weight, const Shape* recurrence) {
  if (!input || !weight || !recurrence || input->size() < 2) return std::nullopt;
  const Macs once = Product(1, *weight), again = Product(1, *recurrence);
  std::uint64_t both = 0;
  if (!once || !again || __builtin_add_overflow(*once, *again, &both)) return std::nullopt;
  return Times(Times(both, (*input)[0]), (*input)[1]);
}

// Multiplies in a way that is not counted here, so zero would be a lie.
constexpr std::array<std::string_view, 4> kUncounted = {"Einsum", "Attention", "DeformConv", "SequenceMap"};

template <typename Types>
bool IsIn(const Types& types, const std::string& type) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

}  // namespace

Macs CountMacs(const NodeProto& node, const Facts& facts) {
  const Shapes shapes(node, facts);
  const std::string& type = node.op_type();
  if (!IsStandardDomain(node.domain())) return std::nullopt;
  if (IsIn(kControlFlow, type) || IsIn(kUncounted, type)) return std::nullopt;
  if (type == "Conv" || type == "ConvInteger") return ConvMacs(shapes.Input(1), shapes.Output());
  if (type == "QLinearConv") return ConvMacs(shapes.Input(3), shapes.Output());
  if (type == "ConvTranspose") return ConvTransposeMacs(shapes.Input(0), shapes.Input(1));
  if (type == "MatMul" || type == "MatMulInteger" || type == "QLinearMatMul") return MatMulMacs(shapes.Input(0), shapes.Output());
  if (type == "Gemm") return GemmMacs(node, shapes.Input(0), shapes.Output());
  if (type == "LSTM" || type == "GRU" || type == "RNN") return RecurrentMacs(shapes.Input(0), shapes.Input(1), shapes.Input(2));
  return 0;
}

}  // namespace dnntune::format::onnx
