// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/quantize_rules.h"

#include <algorithm>
#include <array>

namespace dnntune::format {
namespace {

using Code = tflite::BuiltinOperator;
using tflite::ActivationFunctionType;

// Outputs between 0 and 1, and between -1 and 1.
constexpr Steps kShares{1 / 256.0F, -128}, kSigned{1 / 128.0F, 0};
// Logarithms of shares, from -16 on.
constexpr Steps kLogarithms{1 / 16.0F, 127};

constexpr std::array kRules = {
    TfliteRule{Code::CONV_2D, Scales::kWeighted, 3},
    TfliteRule{Code::DEPTHWISE_CONV_2D, Scales::kWeighted, 3, {}, 0, 1, 2, 3},
    TfliteRule{Code::FULLY_CONNECTED, Scales::kWeighted, 4},
    TfliteRule{Code::TRANSPOSE_CONV, Scales::kWeighted, 3, {}, 2, 1, 3},

    TfliteRule{Code::ADD, Scales::kOwn, 2},
    TfliteRule{Code::SUB, Scales::kOwn, 2},
    TfliteRule{Code::MUL, Scales::kOwn, 2},
    TfliteRule{Code::SQUARED_DIFFERENCE, Scales::kOwn, 2},
    // XNNPACK takes the second matrix for weights.
    TfliteRule{.code = Code::BATCH_MATMUL, .scales = Scales::kOwn, .version = 2, .centred = 1},
    TfliteRule{Code::MEAN, Scales::kOwn, 2},
    TfliteRule{Code::SUM, Scales::kOwn, 2},
    TfliteRule{Code::ABS, Scales::kOwn, 2},
    TfliteRule{Code::EXP, Scales::kOwn, 2},
    TfliteRule{Code::RSQRT, Scales::kOwn, 2},
    TfliteRule{Code::ELU, Scales::kOwn, 1},
    TfliteRule{Code::GELU, Scales::kOwn, 2},
    TfliteRule{Code::HARD_SWISH, Scales::kOwn, 1},
    TfliteRule{Code::LEAKY_RELU, Scales::kOwn, 1},
    TfliteRule{Code::RELU, Scales::kOwn, 2},
    TfliteRule{Code::RELU6, Scales::kOwn, 2},
    TfliteRule{Code::RELU_N1_TO_1, Scales::kOwn, 1},

    TfliteRule{Code::LOGISTIC, Scales::kFixed, 2, kShares},
    TfliteRule{Code::SOFTMAX, Scales::kFixed, 2, kShares},
    TfliteRule{Code::LOG_SOFTMAX, Scales::kFixed, 2, kLogarithms},
    TfliteRule{Code::TANH, Scales::kFixed, 2, kSigned},
    TfliteRule{Code::L2_NORMALIZATION, Scales::kFixed, 2, kSigned},

    TfliteRule{Code::CONCATENATION, Scales::kJoined, 2},
    TfliteRule{Code::PACK, Scales::kJoined, 2},
    TfliteRule{Code::MAXIMUM, Scales::kJoined, 2},
    TfliteRule{Code::MINIMUM, Scales::kJoined, 2},

    TfliteRule{Code::RESHAPE, Scales::kSame, 1},
    TfliteRule{Code::SQUEEZE, Scales::kSame, 1},
    TfliteRule{Code::EXPAND_DIMS, Scales::kSame, 1},
    TfliteRule{Code::TRANSPOSE, Scales::kSame, 2},
    TfliteRule{Code::REVERSE_V2, Scales::kSame, 3},
    TfliteRule{Code::SLICE, Scales::kSame, 2},
    TfliteRule{Code::STRIDED_SLICE, Scales::kSame, 2},
    TfliteRule{Code::SPLIT, Scales::kSame, 2},
    TfliteRule{Code::SPLIT_V, Scales::kSame, 2},
    TfliteRule{Code::UNPACK, Scales::kSame, 2},
    TfliteRule{Code::GATHER, Scales::kSame, 2},
    TfliteRule{Code::TILE, Scales::kSame, 3},
    TfliteRule{Code::PAD, Scales::kSame, 2},
    TfliteRule{Code::PADV2, Scales::kSame, 2},
    TfliteRule{Code::MIRROR_PAD, Scales::kSame, 2},
    TfliteRule{Code::MAX_POOL_2D, Scales::kSame, 2},
    TfliteRule{Code::AVERAGE_POOL_2D, Scales::kSame, 2},
    TfliteRule{Code::REDUCE_MAX, Scales::kSame, 2},
    TfliteRule{Code::REDUCE_MIN, Scales::kSame, 2},
    TfliteRule{Code::RESIZE_BILINEAR, Scales::kSame, 2},
    TfliteRule{Code::RESIZE_NEAREST_NEIGHBOR, Scales::kSame, 2},
    TfliteRule{Code::DEPTH_TO_SPACE, Scales::kSame, 2},
    TfliteRule{Code::SPACE_TO_DEPTH, Scales::kSame, 2},
    TfliteRule{Code::BATCH_TO_SPACE_ND, Scales::kSame, 2},
    TfliteRule{Code::SPACE_TO_BATCH_ND, Scales::kSame, 2},

    TfliteRule{Code::ARG_MAX, Scales::kReads, 2},
    TfliteRule{Code::ARG_MIN, Scales::kReads, 2},
    TfliteRule{Code::SHAPE, Scales::kReads, 1},
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

std::span<const TfliteRule> TfliteRules() {
  return kRules;
}

const TfliteRule* RuleFor(Code code) {
  const auto* found = std::find_if(kRules.begin(), kRules.end(), [&](const TfliteRule& rule) { return rule.code == code; });
  return found == kRules.end() ? nullptr : found;
}

ActivationFunctionType FusedActivation(const tflite::Operator& op) {
  const std::unique_ptr<tflite::OperatorT> unpacked(op.UnPack());
  ActivationFunctionType activation = ActivationFunctionType::NONE;
  VisitActivation(unpacked->builtin_options, [&](ActivationFunctionType fused) { activation = fused; });
  return activation;
}

bool CanFuse(const tflite::Model& model, const tflite::Operator& op) {
  if (std::find(kFusing.begin(), kFusing.end(), CodeOf(model, op)) == kFusing.end()) return false;
  return op.builtin_options() != nullptr && FusedActivation(op) == ActivationFunctionType::NONE;
}

void Fuse(tflite::OperatorT& op, ActivationFunctionType activation) {
  VisitActivation(op.builtin_options, [&](ActivationFunctionType& fused) { fused = activation; });
}

}  // namespace dnntune::format
