// SPDX-License-Identifier: Apache-2.0
// Which operators compute in int8, and how: those that engines fuse with the QuantizeLinear and DequantizeLinear around them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dnntune::format::onnx {

enum class Scales : std::uint8_t {
  kWeighted,    // a constant second input with a scale per output channel, and a bias in int32
  kOwn,         // the output has a scale of its own
  kSame,        // hands numbers on as they are: the output has the scale of the first input
  kActivation,  // bounds what came before: becomes part of it, where nobody else reads that
};

struct Rule {
  std::string_view type;
  Scales scales;
  int operands;  // how many inputs, from the first on, are numbers; kAllOperands
  // The sum of products, in int32, may be handed on in float32: no loss where nobody reads it in int8.
  bool yields_float32 = false;
};
inline constexpr int kAllOperands = 1 << 16;

// Null where the operator has no int8 form. Of the default domain. Source: the operators that the QDQ transformer of ONNX Runtime
// fuses (onnxruntime/core/optimizer/qdq_transformer), which other engines' are a subset of.
[[nodiscard]] const Rule* FindRule(std::string_view type);

}  // namespace dnntune::format::onnx
