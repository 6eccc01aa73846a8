// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dnntune::graph {

// Element type of a tensor, named as NumPy and its ml_dtypes name it.
enum class DType : std::uint8_t {
  kFloat32,
  kFloat16,
  kBFloat16,
  kFloat64,
  kInt8,
  kUInt8,
  kInt16,
  kUInt16,
  kInt32,
  kUInt32,
  kInt64,
  kUInt64,
  kBool,
  kInt4,
  kUInt4,
  kFloat8E4M3Fn,
  kFloat8E4M3FnUz,
  kFloat8E5M2,
  kFloat8E5M2FnUz,
  kString
};

[[nodiscard]] std::string_view DTypeName(DType type);                     // "float32"
[[nodiscard]] std::optional<DType> DTypeFromName(std::string_view name);  // also "float", "double", "half"
[[nodiscard]] std::optional<std::size_t> DTypeBits(DType type);           // per element; nothing for kString
[[nodiscard]] std::optional<std::size_t> DTypeBytes(DType type);  // per element; nothing where it is no whole byte, and kString

// Bytes of that many elements without gaps: four-bit ones lie two to a byte. Nothing for kString.
[[nodiscard]] std::optional<double> DenseBytes(DType type, double elements);

[[nodiscard]] bool IsFloat(DType type);  // of any number of bits

}  // namespace dnntune::graph
