// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "format/onnx/contents.h"

namespace dnntune::format::onnx {
namespace {

template <typename T>
std::optional<double> OnlyNumber(const google::protobuf::RepeatedField<T>& typed) {
  return typed.size() == 1 ? std::optional(static_cast<double>(typed.Get(0))) : std::nullopt;
}

template <typename T, typename Typed>
std::optional<double> NumberIn(const TensorProto& tensor, const google::protobuf::RepeatedField<Typed>& typed) {
  if (tensor.raw_data().size() != sizeof(T)) return OnlyNumber(typed);
  T number;
  std::memcpy(&number, tensor.raw_data().data(), sizeof number);
  return static_cast<double>(number);
}

// The number of a constant that holds one only and holds it itself.
std::optional<double> NumberOf(const TensorProto& tensor) {
  switch (tensor.data_type()) {
    case TensorProto::FLOAT:
      return NumberIn<float>(tensor, tensor.float_data());
    case TensorProto::INT8:
      return NumberIn<std::int8_t>(tensor, tensor.int32_data());
    case TensorProto::UINT8:
      return NumberIn<std::uint8_t>(tensor, tensor.int32_data());
    case TensorProto::INT16:
      return NumberIn<std::int16_t>(tensor, tensor.int32_data());
    case TensorProto::UINT16:
      return NumberIn<std::uint16_t>(tensor, tensor.int32_data());
    case TensorProto::INT32:
      return NumberIn<std::int32_t>(tensor, tensor.int32_data());
    default:
      return std::nullopt;
  }
}

class Finder {
 public:
  explicit Finder(const GraphProto& graph) {
    for (const auto& constant : graph.initializer()) Add(constant.name(), constant);
    for (const auto& node : graph.node()) {
      if (node.op_type() != "Constant" || node.output().empty()) continue;
      for (const auto& attribute : node.attribute()) {
        if (attribute.name() == "value" && attribute.has_t()) Add(node.output(0), attribute.t());
      }
    }
  }

  // From inputs 1 and 2 of QuantizeLinear and DequantizeLinear: the scale and, where it is not 0, the zero point.
  [[nodiscard]] std::optional<graph::Quantization> Of(const NodeProto& node) const {
    const auto number = [&](int input) -> std::optional<double> {
      const auto found = numbers_.find(node.input(input));
      return found == numbers_.end() ? std::nullopt : std::optional(found->second);
    };
    if (node.input_size() < 2 || node.output().empty()) return std::nullopt;
    const auto scale = number(1);
    const bool is_centred = node.input_size() < 3 || node.input(2).empty();
    const auto zero_point = is_centred ? std::optional(0.0) : number(2);
    if (!scale || !zero_point) return std::nullopt;
    return graph::Quantization{*scale, static_cast<std::int32_t>(*zero_point)};
  }

 private:
  void Add(const std::string& name, const TensorProto& constant) {
    if (const auto number = NumberOf(constant)) numbers_.emplace(name, *number);
  }

  std::unordered_map<std::string, double> numbers_;
};

}  // namespace

Quantizations FindQuantizations(const GraphProto& graph) {
  const Finder finder(graph);
  Quantizations found;
  for (const auto& node : graph.node()) {
    const bool makes = node.op_type() == "QuantizeLinear", reads = node.op_type() == "DequantizeLinear";
    if (!IsStandardDomain(node.domain()) || (!makes && !reads)) continue;
    if (const auto quantization = finder.Of(node)) found.emplace(makes ? node.output(0) : node.input(0), *quantization);
  }
  return found;
}

}  // namespace dnntune::format::onnx
