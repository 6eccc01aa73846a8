// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dnntune::graph {

// Element type of a tensor, named as NumPy names it.
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
  kString
};

[[nodiscard]] std::string_view DTypeName(DType type);                     // "float32"
[[nodiscard]] std::optional<DType> DTypeFromName(std::string_view name);  // also "float", "double", "half"
[[nodiscard]] std::optional<std::size_t> DTypeBytes(DType type);          // bytes per element; nothing for kString

}  // namespace dnntune::graph
