// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/contents.h"

namespace dnntune::format::tflite {
namespace {

using graph::DType;

struct DTypePair {
  schema::TensorType tflite;
  DType dtype;
};
constexpr DTypePair kPairs[] = {{schema::TensorType::FLOAT32, DType::kFloat32},   {schema::TensorType::FLOAT16, DType::kFloat16},
                                {schema::TensorType::BFLOAT16, DType::kBFloat16}, {schema::TensorType::FLOAT64, DType::kFloat64},
                                {schema::TensorType::INT8, DType::kInt8},         {schema::TensorType::UINT8, DType::kUInt8},
                                {schema::TensorType::INT16, DType::kInt16},       {schema::TensorType::UINT16, DType::kUInt16},
                                {schema::TensorType::INT32, DType::kInt32},       {schema::TensorType::UINT32, DType::kUInt32},
                                {schema::TensorType::INT64, DType::kInt64},       {schema::TensorType::UINT64, DType::kUInt64},
                                {schema::TensorType::BOOL, DType::kBool},         {schema::TensorType::STRING, DType::kString}};

}  // namespace

std::optional<DType> ToDType(schema::TensorType type) {
  for (const DTypePair& pair : kPairs) {
    if (pair.tflite == type) return pair.dtype;
  }
  return std::nullopt;
}

}  // namespace dnntune::format::tflite
