// SPDX-License-Identifier: Apache-2.0
#include "engine/source/tflite_types.h"

#include <utility>

namespace dnntune::engine {
namespace {

using graph::DType;

// tensorflow/lite/core/c/c_api_types.h, litert/c/litert_model_types.h
constexpr std::pair<int, DType> kTypes[] = {
    {1, DType::kFloat32}, {2, DType::kInt32},   {3, DType::kUInt8},    {4, DType::kInt64},    {6, DType::kBool},
    {7, DType::kInt16},   {9, DType::kInt8},    {10, DType::kFloat16}, {11, DType::kFloat64}, {13, DType::kUInt64},
    {16, DType::kUInt32}, {17, DType::kUInt16}, {19, DType::kBFloat16}};

}  // namespace

std::optional<DType> FromTfLiteType(int type) {
  for (const auto& [theirs, ours] : kTypes) {
    if (theirs == type) return ours;
  }
  return std::nullopt;
}

int ToTfLiteType(DType type) {
  for (const auto& [theirs, ours] : kTypes) {
    if (ours == type) return theirs;
  }
  return 0;
}

}  // namespace dnntune::engine
