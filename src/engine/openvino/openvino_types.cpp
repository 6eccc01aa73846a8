// SPDX-License-Identifier: Apache-2.0
#include "engine/openvino/openvino_types.h"

#include <utility>

namespace dnntune::engine {
namespace {

using graph::DType;
using Type = ov::element::Type_t;

constexpr std::pair<Type, DType> kTypes[] = {
    {Type::f32, DType::kFloat32}, {Type::f16, DType::kFloat16}, {Type::bf16, DType::kBFloat16}, {Type::f64, DType::kFloat64},
    {Type::i8, DType::kInt8},     {Type::u8, DType::kUInt8},    {Type::i16, DType::kInt16},     {Type::u16, DType::kUInt16},
    {Type::i32, DType::kInt32},   {Type::u32, DType::kUInt32},  {Type::i64, DType::kInt64},     {Type::u64, DType::kUInt64},
    {Type::boolean, DType::kBool}};

}  // namespace

std::optional<DType> FromOpenVino(ov::element::Type type) {
  for (const auto& [theirs, ours] : kTypes) {
    if (type == theirs) return ours;
  }
  return std::nullopt;
}

ov::element::Type ToOpenVino(DType type) {
  for (const auto& [theirs, ours] : kTypes) {
    if (ours == type) return theirs;
  }
  return Type::dynamic;
}

}  // namespace dnntune::engine
