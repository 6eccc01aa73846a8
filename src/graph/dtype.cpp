// SPDX-License-Identifier: Apache-2.0
#include "graph/dtype.h"

#include <array>

namespace dnntune::graph {
namespace {

struct DTypeRow {
  DType type;
  std::string_view name;
  std::string_view alias;
  std::size_t bytes;  // 0: no fixed size
};

// In the order of the enum.
constexpr std::array kRows = {
    DTypeRow{DType::kFloat32, "float32", "float", 4},
    DTypeRow{DType::kFloat16, "float16", "half", 2},
    DTypeRow{DType::kBFloat16, "bfloat16", "", 2},
    DTypeRow{DType::kFloat64, "float64", "double", 8},
    DTypeRow{DType::kInt8, "int8", "", 1},
    DTypeRow{DType::kUInt8, "uint8", "", 1},
    DTypeRow{DType::kInt16, "int16", "", 2},
    DTypeRow{DType::kUInt16, "uint16", "", 2},
    DTypeRow{DType::kInt32, "int32", "", 4},
    DTypeRow{DType::kUInt32, "uint32", "", 4},
    DTypeRow{DType::kInt64, "int64", "", 8},
    DTypeRow{DType::kUInt64, "uint64", "", 8},
    DTypeRow{DType::kBool, "bool", "", 1},
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

std::optional<std::size_t> DTypeBytes(DType type) {
  const std::size_t bytes = kRows[static_cast<std::size_t>(type)].bytes;
  return bytes == 0 ? std::nullopt : std::optional(bytes);
}

}  // namespace dnntune::graph
