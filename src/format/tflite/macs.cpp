// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "format/tflite/contents.h"

namespace dnntune::format::tflite {
namespace {

using Code = schema::BuiltinOperator;
using Shape = std::vector<std::int64_t>;
using Macs = skeleton::Count;
using skeleton::Product;
using skeleton::Times;

// Multiplies in a way that is not counted here, so zero would be a lie.
constexpr std::array kUncounted = {Code::CUSTOM,
                                   Code::LSTM,
                                   Code::RNN,
                                   Code::SVDF,
                                   Code::UNIDIRECTIONAL_SEQUENCE_RNN,
                                   Code::UNIDIRECTIONAL_SEQUENCE_LSTM,
                                   Code::BIDIRECTIONAL_SEQUENCE_RNN,
                                   Code::BIDIRECTIONAL_SEQUENCE_LSTM,
                                   Code::CONV_3D_TRANSPOSE,
                                   Code::DELEGATE};

const Shape* ShapeAt(const std::vector<int>& tensors, std::size_t index, const Facts& facts) {
  if (index >= tensors.size() || tensors[index] < 0) return nullptr;
  const auto& shape = facts[static_cast<std::size_t>(tensors[index])].shape;
  return shape ? &*shape : nullptr;
}

// The rows of a matrix product's left side run over its last dimension.
Macs MatrixMacs(const Shape& left, const Shape& output) {
  return left.empty() ? std::nullopt : Times(Product(1, output), left.back());
}

}  // namespace

Macs CountMacs(const schema::Model& model, const schema::Operator& op, const Facts& facts) {
  const Code code = CodeOf(model, op);
  const std::string type = TypeOf(model, op);
  const bool is_uncounted = std::find(kUncounted.begin(), kUncounted.end(), code) != kUncounted.end();
  if (is_uncounted || IsControlFlow(code) || type.starts_with("BUILTIN_") || type.starts_with("STABLEHLO_")) return std::nullopt;
  const std::vector<int> inputs = Indices(op.inputs());
  const Shape* input = ShapeAt(inputs, 0, facts);
  const Shape* weight = ShapeAt(inputs, 1, facts);
  const Shape* output = ShapeAt(Indices(op.outputs()), 0, facts);
  const bool is_known = input != nullptr && weight != nullptr && output != nullptr;
  switch (code) {
    case Code::CONV_2D:  // weight: output channels, height, width, input channels of a group
      return is_known ? Product(Product(1, *output), *weight, 1) : std::nullopt;
    case Code::DEPTHWISE_CONV_2D:  // weight: 1, height, width, output channels
    case Code::CONV_3D:            // weight: depth, height, width, input channels, output channels
      return is_known ? Product(Product(1, *output), *weight, 0, 1) : std::nullopt;
    case Code::TRANSPOSE_CONV: {  // its first input is the output's shape; every element of the third meets the weight
      const Shape* map = ShapeAt(inputs, 2, facts);
      return map != nullptr && weight != nullptr ? Product(Product(1, *map), *weight, 0, 1) : std::nullopt;
    }
    case Code::FULLY_CONNECTED:
      return is_known ? MatrixMacs(*weight, *output) : std::nullopt;
    case Code::BATCH_MATMUL: {
      const auto* options = op.builtin_options_as_BatchMatMulOptions();
      if (!is_known || (options != nullptr && options->adj_x())) return std::nullopt;
      return MatrixMacs(*input, *output);
    }
    default:
      return 0;
  }
}

}  // namespace dnntune::format::tflite
