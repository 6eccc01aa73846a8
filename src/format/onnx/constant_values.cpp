// SPDX-License-Identifier: Apache-2.0
#include <onnx/defs/tensor_proto_util.h>

#include <algorithm>

#include "format/onnx/edit.h"

namespace dnntune::format::onnx {
namespace {

const AttributeProto* FindAttribute(const NodeProto& node, std::string_view name) {
  const auto found =
      std::find_if(node.attribute().begin(), node.attribute().end(), [&](const auto& one) { return one.name() == name; });
  return found == node.attribute().end() ? nullptr : &*found;
}

}  // namespace

ConstantValues::ConstantValues(const GraphProto& graph) {
  for (const auto& weight : graph.initializer()) tensors_.emplace(weight.name(), &weight);
  for (const auto& node : graph.node()) {
    const auto* value = node.op_type() == "Constant" ? FindAttribute(node, "value") : nullptr;
    if (value != nullptr && value->has_t()) tensors_.emplace(node.output(0), &value->t());
  }
}

const TensorProto* ConstantValues::Find(const std::string& name) const {
  const auto found = tensors_.find(name);
  return found == tensors_.end() ? nullptr : found->second;
}

bool ConstantValues::IsFloat32(const std::string& name) const {
  const TensorProto* tensor = Find(name);
  return tensor != nullptr && tensor->data_type() == TensorProto::FLOAT;
}

std::vector<float> Floats(const TensorProto& tensor) {
  return ::onnx::ParseData<float>(&tensor);
}

void SetFloats(TensorProto& tensor, std::span<const float> values, const std::vector<std::int64_t>& shape) {
  tensor.set_data_type(TensorProto::FLOAT);
  tensor.clear_dims();
  tensor.clear_float_data();
  for (const std::int64_t extent : shape) tensor.add_dims(extent);
  tensor.set_raw_data(values.data(), values.size_bytes());
}

std::vector<std::int64_t> ShapeOf(const TensorProto& tensor) {
  return {tensor.dims().begin(), tensor.dims().end()};
}

std::int64_t IntOf(const NodeProto& node, std::string_view name, std::int64_t standard) {
  const auto* attribute = FindAttribute(node, name);
  return attribute == nullptr ? standard : attribute->i();
}

float FloatOf(const NodeProto& node, std::string_view name, float standard) {
  const auto* attribute = FindAttribute(node, name);
  return attribute == nullptr ? standard : attribute->f();
}

bool HasAttribute(const NodeProto& node, std::string_view name) {
  return FindAttribute(node, name) != nullptr;
}

}  // namespace dnntune::format::onnx
