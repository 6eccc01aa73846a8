// SPDX-License-Identifier: Apache-2.0
#include "format/onnx/int8_rules.h"

#include <algorithm>
#include <iterator>

namespace dnntune::format {
namespace {

constexpr Int8Rule kRules[] = {
    {"Conv", Int8Form::kWeighted, 1},         {"Gemm", Int8Form::kWeighted, 1, true},
    {"MatMul", Int8Form::kOwnScale, 2, true}, {"Add", Int8Form::kOwnScale, 2},
    {"Mul", Int8Form::kOwnScale, 2},          {"Concat", Int8Form::kOwnScale, kAllOperands},
    {"AveragePool", Int8Form::kOwnScale, 1},  {"GlobalAveragePool", Int8Form::kOwnScale, 1},
    {"Sigmoid", Int8Form::kOwnScale, 1},      {"LeakyRelu", Int8Form::kOwnScale, 1},
    {"Softmax", Int8Form::kOwnScale, 1},      {"Relu", Int8Form::kActivation, 1},
    {"Clip", Int8Form::kActivation, 1},       {"MaxPool", Int8Form::kSameScale, 1},
    {"Reshape", Int8Form::kSameScale, 1},     {"Flatten", Int8Form::kSameScale, 1},
    {"Transpose", Int8Form::kSameScale, 1},   {"Squeeze", Int8Form::kSameScale, 1},
    {"Unsqueeze", Int8Form::kSameScale, 1},   {"Slice", Int8Form::kSameScale, 1},
    {"Split", Int8Form::kSameScale, 1},       {"Gather", Int8Form::kSameScale, 1},
    {"Resize", Int8Form::kSameScale, 1},      {"Identity", Int8Form::kSameScale, 1},
    {"Dropout", Int8Form::kSameScale, 1},
};

}  // namespace

const Int8Rule* FindInt8Rule(std::string_view type) {
  const auto* found = std::find_if(std::begin(kRules), std::end(kRules), [&](const Int8Rule& rule) { return rule.type == type; });
  return found == std::end(kRules) ? nullptr : found;
}

}  // namespace dnntune::format
