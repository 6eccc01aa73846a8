// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "format/onnx/proto.h"

namespace dnntune::format {
namespace {

using graph::DType;

struct DTypePair {
  onnx::TensorProto_DataType onnx;
  DType dtype;
};
constexpr std::array kPairs = {
    DTypePair{onnx::TensorProto::FLOAT, DType::kFloat32},     DTypePair{onnx::TensorProto::FLOAT16, DType::kFloat16},
    DTypePair{onnx::TensorProto::BFLOAT16, DType::kBFloat16}, DTypePair{onnx::TensorProto::DOUBLE, DType::kFloat64},
    DTypePair{onnx::TensorProto::INT8, DType::kInt8},         DTypePair{onnx::TensorProto::UINT8, DType::kUInt8},
    DTypePair{onnx::TensorProto::INT16, DType::kInt16},       DTypePair{onnx::TensorProto::UINT16, DType::kUInt16},
    DTypePair{onnx::TensorProto::INT32, DType::kInt32},       DTypePair{onnx::TensorProto::UINT32, DType::kUInt32},
    DTypePair{onnx::TensorProto::INT64, DType::kInt64},       DTypePair{onnx::TensorProto::UINT64, DType::kUInt64},
    DTypePair{onnx::TensorProto::BOOL, DType::kBool},         DTypePair{onnx::TensorProto::STRING, DType::kString},
};

}  // namespace

std::optional<DType> FromOnnx(int type) {
  for (const DTypePair& pair : kPairs) {
    if (pair.onnx == type) return pair.dtype;
  }
  return std::nullopt;
}

int ToOnnx(DType type) {
  for (const DTypePair& pair : kPairs) {
    if (pair.dtype == type) return pair.onnx;
  }
  return onnx::TensorProto::UNDEFINED;
}

}  // namespace dnntune::format
