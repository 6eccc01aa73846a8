// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/quantize/rules.h"

#include <algorithm>
#include <array>

namespace dnntune::format::tflite {
namespace {

using Code = schema::BuiltinOperator;
using schema::ActivationFunctionType;

// Outputs between 0 and 1, and between -1 and 1.
constexpr Steps kShares{1 / 256.0F, -128}, kSigned{1 / 128.0F, 0};
// Logarithms of shares, from -16 on.
constexpr Steps kLogarithms{1 / 16.0F, 127};

constexpr std::array kRules = {
    Rule{Code::CONV_2D, Scales::kWeighted, 3},
    Rule{Code::DEPTHWISE_CONV_2D, Scales::kWeighted, 3, {}, 0, 1, 2, 3},
    Rule{Code::FULLY_CONNECTED, Scales::kWeighted, 4},
    Rule{Code::TRANSPOSE_CONV, Scales::kWeighted, 3, {}, 2, 1, 3},

    Rule{Code::ADD, Scales::kOwn, 2},
    Rule{Code::SUB, Scales::kOwn, 2},
    Rule{Code::MUL, Scales::kOwn, 2},
    Rule{Code::SQUARED_DIFFERENCE, Scales::kOwn, 2},
    // XNNPACK takes the second matrix for weights.
    Rule{.code = Code::BATCH_MATMUL, .scales = Scales::kOwn, .version = 2, .centred = 1},
    Rule{Code::MEAN, Scales::kOwn, 2},
    Rule{Code::SUM, Scales::kOwn, 2},
    Rule{Code::ABS, Scales::kOwn, 2},
    Rule{Code::EXP, Scales::kOwn, 2},
    Rule{Code::RSQRT, Scales::kOwn, 2},
    Rule{Code::ELU, Scales::kOwn, 1},
    Rule{Code::GELU, Scales::kOwn, 2},
    Rule{Code::HARD_SWISH, Scales::kOwn, 1},
    Rule{Code::LEAKY_RELU, Scales::kOwn, 1},
    Rule{Code::RELU, Scales::kOwn, 2},
    Rule{Code::RELU6, Scales::kOwn, 2},
    Rule{Code::RELU_N1_TO_1, Scales::kOwn, 1},

    Rule{Code::LOGISTIC, Scales::kFixed, 2, kShares},
    Rule{Code::SOFTMAX, Scales::kFixed, 2, kShares},
    Rule{Code::LOG_SOFTMAX, Scales::kFixed, 2, kLogarithms},
    Rule{Code::TANH, Scales::kFixed, 2, kSigned},
    Rule{Code::L2_NORMALIZATION, Scales::kFixed, 2, kSigned},

    Rule{Code::CONCATENATION, Scales::kJoined, 2},
    Rule{Code::PACK, Scales::kJoined, 2},
    Rule{Code::MAXIMUM, Scales::kJoined, 2},
    Rule{Code::MINIMUM, Scales::kJoined, 2},

    Rule{Code::RESHAPE, Scales::kSame, 1},
    Rule{Code::SQUEEZE, Scales::kSame, 1},
    Rule{Code::EXPAND_DIMS, Scales::kSame, 1},
    Rule{Code::TRANSPOSE, Scales::kSame, 2},
    Rule{Code::REVERSE_V2, Scales::kSame, 3},
    Rule{Code::SLICE, Scales::kSame, 2},
    Rule{Code::STRIDED_SLICE, Scales::kSame, 2},
    Rule{Code::SPLIT, Scales::kSame, 2},
    Rule{Code::SPLIT_V, Scales::kSame, 2},
    Rule{Code::UNPACK, Scales::kSame, 2},
    Rule{Code::GATHER, Scales::kSame, 2},
    Rule{Code::TILE, Scales::kSame, 3},
    Rule{Code::PAD, Scales::kSame, 2},
    Rule{Code::PADV2, Scales::kSame, 2},
    Rule{Code::MIRROR_PAD, Scales::kSame, 2},
    Rule{Code::MAX_POOL_2D, Scales::kSame, 2},
    Rule{Code::AVERAGE_POOL_2D, Scales::kSame, 2},
    Rule{Code::REDUCE_MAX, Scales::kSame, 2},
    Rule{Code::REDUCE_MIN, Scales::kSame, 2},
    Rule{Code::RESIZE_BILINEAR, Scales::kSame, 2},
    Rule{Code::RESIZE_NEAREST_NEIGHBOR, Scales::kSame, 2},
    Rule{Code::DEPTH_TO_SPACE, Scales::kSame, 2},
    Rule{Code::SPACE_TO_DEPTH, Scales::kSame, 2},
    Rule{Code::BATCH_TO_SPACE_ND, Scales::kSame, 2},
    Rule{Code::SPACE_TO_BATCH_ND, Scales::kSame, 2},

    Rule{Code::ARG_MAX, Scales::kReads, 2},
    Rule{Code::ARG_MIN, Scales::kReads, 2},
    Rule{Code::SHAPE, Scales::kReads, 1},
};

// Calls `visit` with the operator's options where these have an activation.
template <typename Options, typename Visit>
void VisitActivation(Options& options, Visit&& visit) {
  const auto offer = [&](auto* of_kind) {
    if (of_kind != nullptr) visit(of_kind->fused_activation_function);
  };
  offer(options.AsConv2DOptions());
  offer(options.AsDepthwiseConv2DOptions());
  offer(options.AsFullyConnectedOptions());
  offer(options.AsTransposeConvOptions());
  offer(options.AsPool2DOptions());
  offer(options.AsConcatenationOptions());
  offer(options.AsAddOptions());
  offer(options.AsSubOptions());
  offer(options.AsMulOptions());
  offer(options.AsL2NormOptions());
}

// Of these the kernels of both libraries do it.
constexpr std::array kFusing = {Code::CONV_2D, Code::DEPTHWISE_CONV_2D, Code::FULLY_CONNECTED, Code::ADD, Code::SUB, Code::MUL};

}  // namespace

std::span<const Rule> Rules() {
  return kRules;
}

const Rule* FindRule(Code code) {
  const auto* found = std::find_if(kRules.begin(), kRules.end(), [&](const Rule& rule) { return rule.code == code; });
  return found == kRules.end() ? nullptr : found;
}

ActivationFunctionType FusedActivation(const schema::Operator& op) {
  const std::unique_ptr<schema::OperatorT> unpacked(op.UnPack());
  ActivationFunctionType activation = ActivationFunctionType::NONE;
  VisitActivation(unpacked->builtin_options, [&](ActivationFunctionType fused) { activation = fused; });
  return activation;
}

bool CanFuse(const schema::Model& model, const schema::Operator& op) {
  if (std::find(kFusing.begin(), kFusing.end(), CodeOf(model, op)) == kFusing.end()) return false;
  return op.builtin_options() != nullptr && FusedActivation(op) == ActivationFunctionType::NONE;
}

void Fuse(schema::OperatorT& op, ActivationFunctionType activation) {
  VisitActivation(op.builtin_options, [&](ActivationFunctionType& fused) { fused = activation; });
}

}  // namespace dnntune::format::tflite
