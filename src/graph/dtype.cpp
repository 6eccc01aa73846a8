// SPDX-License-Identifier: Apache-2.0
#include "graph/dtype.h"

#include <array>
#include <cmath>

namespace dnntune::graph {
namespace {

struct DTypeRow {
  DType type;
  std::string_view name;
  std::string_view alias;
  std::size_t bits;  // 0: no fixed size
};

// In the order of the enum.
constexpr std::array kRows = {
    DTypeRow{DType::kFloat32, "float32", "float", 32},
    DTypeRow{DType::kFloat16, "float16", "half", 16},
    DTypeRow{DType::kBFloat16, "bfloat16", "", 16},
    DTypeRow{DType::kFloat64, "float64", "double", 64},
    DTypeRow{DType::kInt8, "int8", "", 8},
    DTypeRow{DType::kUInt8, "uint8", "", 8},
    DTypeRow{DType::kInt16, "int16", "", 16},
    DTypeRow{DType::kUInt16, "uint16", "", 16},
    DTypeRow{DType::kInt32, "int32", "", 32},
    DTypeRow{DType::kUInt32, "uint32", "", 32},
    DTypeRow{DType::kInt64, "int64", "", 64},
    DTypeRow{DType::kUInt64, "uint64", "", 64},
    DTypeRow{DType::kBool, "bool", "", 8},
    DTypeRow{DType::kInt4, "int4", "", 4},
    DTypeRow{DType::kUInt4, "uint4", "", 4},
    DTypeRow{DType::kFloat8E4M3Fn, "float8_e4m3fn", "", 8},
    DTypeRow{DType::kFloat8E4M3FnUz, "float8_e4m3fnuz", "", 8},
    DTypeRow{DType::kFloat8E5M2, "float8_e5m2", "", 8},
    DTypeRow{DType::kFloat8E5M2FnUz, "float8_e5m2fnuz", "", 8},
    DTypeRow{DType::kString, "string", "", 0},
};

}  // namespace

std::string_view DTypeName(DType type) {
  return kRows[static_cast<std::size_t>(type)].name;
}

std::optional<DType> DTypeFromName(std::string_view name) {
  if (name.empty()) return std::nullopt;
  for (const DTypeRow& row : kRows) {
    if (row.name == name || row.alias == name) return row.type;
  }
  return std::nullopt;
}

std::optional<std::size_t> DTypeBits(DType type) {
  const std::size_t bits = kRows[static_cast<std::size_t>(type)].bits;
  return bits == 0 ? std::nullopt : std::optional(bits);
}

std::optional<std::size_t> DTypeBytes(DType type) {
  const auto bits = DTypeBits(type);
  return bits && *bits % 8 == 0 ? std::optional(*bits / 8) : std::nullopt;
}

std::optional<double> DenseBytes(DType type, double elements) {
  const auto bits = DTypeBits(type);
  return bits ? std::optional(std::ceil(elements * static_cast<double>(*bits) / 8)) : std::nullopt;
}

bool IsFloat(DType type) {
  return type <= DType::kFloat64 || (type >= DType::kFloat8E4M3Fn && type <= DType::kFloat8E5M2FnUz);  // as they stand
}

}  // namespace dnntune::graph
