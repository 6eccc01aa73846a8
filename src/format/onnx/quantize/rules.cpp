// SPDX-License-Identifier: Apache-2.0
#include "format/onnx/quantize/rules.h"

#include <algorithm>
#include <iterator>

namespace dnntune::format::onnx {
namespace {

constexpr Rule kRules[] = {
    {"Conv", Scales::kWeighted, 1},    {"Gemm", Scales::kWeighted, 1, true},
    {"MatMul", Scales::kOwn, 2, true}, {"Add", Scales::kOwn, 2},
    {"Mul", Scales::kOwn, 2},          {"Concat", Scales::kOwn, kAllOperands},
    {"AveragePool", Scales::kOwn, 1},  {"GlobalAveragePool", Scales::kOwn, 1},
    {"Sigmoid", Scales::kOwn, 1},      {"LeakyRelu", Scales::kOwn, 1},
    {"Softmax", Scales::kOwn, 1},      {"Relu", Scales::kActivation, 1},
    {"Clip", Scales::kActivation, 1},  {"MaxPool", Scales::kSame, 1},
    {"Reshape", Scales::kSame, 1},     {"Flatten", Scales::kSame, 1},
    {"Transpose", Scales::kSame, 1},   {"Squeeze", Scales::kSame, 1},
    {"Unsqueeze", Scales::kSame, 1},   {"Slice", Scales::kSame, 1},
    {"Split", Scales::kSame, 1},       {"Gather", Scales::kSame, 1},
    {"Resize", Scales::kSame, 1},      {"Identity", Scales::kSame, 1},
    {"Dropout", Scales::kSame, 1},
};

}  // namespace

const Rule* FindRule(std::string_view type) {
  const auto* found = std::find_if(std::begin(kRules), std::end(kRules), [&](const Rule& rule) { return rule.type == type; });
  return found == std::end(kRules) ? nullptr : found;
}

}  // namespace dnntune::format::onnx
