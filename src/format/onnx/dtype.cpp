// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "format/onnx/contents.h"

namespace dnntune::format::onnx {
namespace {

using graph::DType;

struct DTypePair {
  ::onnx::TensorProto_DataType onnx;
  DType dtype;
};
constexpr std::array kPairs = {
    DTypePair{TensorProto::FLOAT, DType::kFloat32},
    DTypePair{TensorProto::FLOAT16, DType::kFloat16},
    DTypePair{TensorProto::BFLOAT16, DType::kBFloat16},
    DTypePair{TensorProto::DOUBLE, DType::kFloat64},
    DTypePair{TensorProto::INT8, DType::kInt8},
    DTypePair{TensorProto::UINT8, DType::kUInt8},
    DTypePair{TensorProto::INT16, DType::kInt16},
    DTypePair{TensorProto::UINT16, DType::kUInt16},
    DTypePair{TensorProto::INT32, DType::kInt32},
    DTypePair{TensorProto::UINT32, DType::kUInt32},
    DTypePair{TensorProto::INT64, DType::kInt64},
    DTypePair{TensorProto::UINT64, DType::kUInt64},
    DTypePair{TensorProto::BOOL, DType::kBool},
    DTypePair{TensorProto::STRING, DType::kString},
    DTypePair{TensorProto::INT4, DType::kInt4},
    DTypePair{TensorProto::UINT4, DType::kUInt4},
    DTypePair{TensorProto::FLOAT8E4M3FN, DType::kFloat8E4M3Fn},
    DTypePair{TensorProto::FLOAT8E4M3FNUZ, DType::kFloat8E4M3FnUz},
    DTypePair{TensorProto::FLOAT8E5M2, DType::kFloat8E5M2},
    DTypePair{TensorProto::FLOAT8E5M2FNUZ, DType::kFloat8E5M2FnUz},
};

}  // namespace

std::optional<DType> ToDType(int type) {
  for (const DTypePair& pair : kPairs) {
    if (pair.onnx == type) return pair.dtype;
  }
  return std::nullopt;
}

int FromDType(DType type) {
  for (const DTypePair& pair : kPairs) {
    if (pair.dtype == type) return pair.onnx;
  }
  return TensorProto::UNDEFINED;
}

}  // namespace dnntune::format::onnx
