// SPDX-License-Identifier: Apache-2.0
// What TensorFlow Lite's kernels ask of an operator's 8-bit tensors. After its "8-bit quantization specification"
// (ai.google.dev/edge/litert/models/quantization_spec). Include in .cpp files of this folder only.
#pragma once

#include <span>

#include "format/tflite/contents.h"

namespace dnntune::format::tflite {

// An 8-bit number q stands for scale * (q - zero_point).
struct Steps {
  float scale = 1;
  int zero_point = 0;
  auto operator<=>(const Steps&) const = default;
};

// How the scales of an operator's float32 tensors come about.
enum class Scales : std::uint8_t {
  kOwn,       // each has its own
  kSame,      // outputs and all inputs have the first input's: it moves or picks numbers
  kJoined,    // inputs and outputs share one that holds them all
  kFixed,     // the output's is known beforehand
  kWeighted,  // as kOwn, but for the weights (a scale per output channel, symmetric) and the bias (32 bits)
  kReads      // each input has its own; no output has any
};

struct Rule {
  schema::BuiltinOperator code;
  Scales scales;
  int version;  // of the operator, the first that has a kernel for int8
  Steps fixed{};
  // Of kWeighted: the places of its inputs, and the weights' dimension of output channels.
  int activation = 0, weight = 1, bias = 2;
  int channels = 0;
  int centred = -1;  // the place of an input whose zero has to be at 0
};
[[nodiscard]] std::span<const Rule> Rules();
// Null where no kernel for int8 is known.
[[nodiscard]] const Rule* FindRule(schema::BuiltinOperator code);

// The activation that an operator applies to what it made.
[[nodiscard]] schema::ActivationFunctionType FusedActivation(const schema::Operator& op);
// Whether the operator can apply one, and applies none yet.
[[nodiscard]] bool CanFuse(const schema::Model& model, const schema::Operator& op);
// Lets an operator that CanFuse apply it.
void Fuse(schema::OperatorT& op, schema::ActivationFunctionType activation);

}  // namespace dnntune::format::tflite
