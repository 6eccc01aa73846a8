// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "format/tensorflow/contents.h"

namespace dnntune::format::tensorflow {
namespace {

using graph::DType;

struct TypePair {
  DataType theirs;
  DType ours;
};
constexpr std::array kTypes = {
    TypePair{DT_FLOAT, DType::kFloat32},  TypePair{DT_HALF, DType::kFloat16},  TypePair{DT_BFLOAT16, DType::kBFloat16},
    TypePair{DT_DOUBLE, DType::kFloat64}, TypePair{DT_INT8, DType::kInt8},     TypePair{DT_UINT8, DType::kUInt8},
    TypePair{DT_INT16, DType::kInt16},    TypePair{DT_UINT16, DType::kUInt16}, TypePair{DT_INT32, DType::kInt32},
    TypePair{DT_UINT32, DType::kUInt32},  TypePair{DT_INT64, DType::kInt64},   TypePair{DT_UINT64, DType::kUInt64},
    TypePair{DT_BOOL, DType::kBool},      TypePair{DT_STRING, DType::kString},
};

}  // namespace

std::optional<DType> ToDType(DataType type) {
  for (const TypePair& pair : kTypes) {
    if (pair.theirs == type) return pair.ours;
  }
  return std::nullopt;
}

DataType FromDType(DType type) {
  for (const TypePair& pair : kTypes) {
    if (pair.ours == type) return pair.theirs;
  }
  return DT_INVALID;
}

}  // namespace dnntune::format::tensorflow
