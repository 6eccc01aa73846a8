// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <cstring>

#include "format/tensorflow/contents.h"

namespace dnntune::format::tensorflow {
namespace {

using graph::DType;

static_assert(std::endian::native == std::endian::little, "TensorFlow stores tensor_content as the machine does");

constexpr std::size_t kFew = 64;  // more numbers are no axis, shape or paddings

const AttrValue* Find(const NodeDef& node, const char* name) {
  const auto found = node.attr().find(name);
  return found == node.attr().end() ? nullptr : &found->second;
}

template <typename T>
std::vector<std::int64_t> Unpack(const std::string& content) {
  std::vector<std::int64_t> values(content.size() / sizeof(T));
  for (std::size_t i = 0; i < values.size(); ++i) {
    T value;
    std::memcpy(&value, content.data() + i * sizeof(T), sizeof(T));
    values[i] = value;
  }
  return values;
}

template <typename Values>
std::vector<std::int64_t> Listed(const Values& values) {
  return std::vector<std::int64_t>(values.begin(), values.end());
}

}  // namespace

std::optional<std::int64_t> IntOf(const NodeDef& node, const char* name) {
  const AttrValue* value = Find(node, name);
  return value != nullptr && value->has_i() ? std::optional(value->i()) : std::nullopt;
}

bool IsSet(const NodeDef& node, const char* name) {
  const AttrValue* value = Find(node, name);
  return value != nullptr && value->b();
}

std::string TextOf(const NodeDef& node, const char* name) {
  const AttrValue* value = Find(node, name);
  return value == nullptr ? "" : value->s();
}

std::vector<std::int64_t> IntsOf(const NodeDef& node, const char* name) {
  const AttrValue* value = Find(node, name);
  return value == nullptr ? std::vector<std::int64_t>() : Listed(value->list().i());
}

std::optional<DType> TypeOf(const NodeDef& node, const char* name) {
  const AttrValue* value = Find(node, name);
  return value == nullptr ? std::nullopt : ToDType(value->type());
}

bool CallsFunctions(const NodeDef& node) {
  for (const auto& [name, value] : node.attr()) {
    if (value.has_func() || value.list().func_size() > 0) return true;
  }
  return false;
}

std::optional<Shape> FixedShape(const TensorShape& shape) {
  if (shape.unknown_rank()) return std::nullopt;
  Shape fixed;
  for (const auto& dim : shape.dim()) {
    if (dim.size() < 0) return std::nullopt;
    fixed.push_back(dim.size());
  }
  return fixed;
}

std::optional<std::vector<std::int64_t>> SmallIntegers(const Tensor& tensor) {
  const auto shape = FixedShape(tensor.tensor_shape());
  if (!shape) return std::nullopt;
  std::size_t count = 1;
  for (const std::int64_t extent : *shape) {
    if (extent > static_cast<std::int64_t>(kFew)) return std::nullopt;
    count *= static_cast<std::size_t>(extent);
    if (count > kFew) return std::nullopt;
  }
  std::vector<std::int64_t> values;
  if (tensor.dtype() == DT_INT32) {
    values = tensor.tensor_content().empty() ? Listed(tensor.int_val()) : Unpack<std::int32_t>(tensor.tensor_content());
  } else if (tensor.dtype() == DT_INT64) {
    values = tensor.tensor_content().empty() ? Listed(tensor.int64_val()) : Unpack<std::int64_t>(tensor.tensor_content());
  } else {
    return std::nullopt;
  }
  // The last value stands for all that follow.
  if (values.size() > count || (values.empty() && count > 0 && !tensor.tensor_content().empty())) return std::nullopt;
  values.resize(count, values.empty() ? 0 : values.back());
  return values;
}

}  // namespace dnntune::format::tensorflow
