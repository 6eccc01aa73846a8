// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <limits>

#include "base/file.h"
#include "format/onnx/edit.h"

namespace dnntune::format::onnx {
namespace {

// "QuantizeLinear", "QLinearConv", "MatMulInteger", "DynamicQuantizeLSTM".
bool IsQuantized(const NodeProto& node) {
  const std::string& type = node.op_type();
  return type.find("Quantize") != std::string::npos || type.starts_with("QLinear") || type.ends_with("Integer");
}

Result<void> CheckFloat32(const GraphProto& graph, const std::filesystem::path& path) {
  const auto refuse = [&](std::string_view what) {
    return Fail(ErrorCode::kBadInput, fmt::format("cannot narrow model {}: {}; give the float32 model", path.string(), what));
  };
  for (const auto& node : graph.node()) {
    if (IsQuantized(node)) return refuse(fmt::format("it is quantised already (node '{}', {})", node.name(), node.op_type()));
  }
  const auto is_half = [](int type) { return type == TensorProto::FLOAT16 || type == TensorProto::BFLOAT16; };
  for (const auto& weight : graph.initializer()) {
    if (is_half(weight.data_type())) return refuse(fmt::format("its weight '{}' is in 16 bits", weight.name()));
  }
  for (const auto& input : graph.input()) {
    if (is_half(input.type().tensor_type().elem_type())) return refuse(fmt::format("its input '{}' is in 16 bits", input.name()));
  }
  return {};
}

// That a weight holds as many values as its shape says.
Result<void> CheckValues(const TensorProto& weight, const std::filesystem::path& path) {
  if (weight.data_type() != TensorProto::FLOAT) return {};
  std::uint64_t elements = 1;
  bool fits = true;
  for (const std::int64_t extent : weight.dims()) {
    fits = fits && extent >= 0 && !__builtin_mul_overflow(elements, static_cast<std::uint64_t>(extent), &elements);
  }
  const std::uint64_t held =
      weight.has_raw_data() ? weight.raw_data().size() / sizeof(float) : static_cast<std::uint64_t>(weight.float_data_size());
  if (fits && held == elements) return {};
  return Fail(ErrorCode::kBadInput,
              fmt::format("model {}: weight '{}' holds {} values, which is not what its shape asks for; export it again",
                          path.string(), weight.name(), held));
}

}  // namespace

Result<ModelProto> ReadFloat32(const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  ASSIGN_OR_RETURN(ModelProto model, ParseFile(bytes, path));
  TRY(CheckFloat32(model.graph(), path));
  for (TensorProto* tensor : HeldTensors(model)) {
    TRY(Inline(*tensor, path));
    TRY(CheckValues(*tensor, path));
  }
  return model;
}

Result<std::string> Serialize(const ModelProto& model, const std::filesystem::path& path) {
  std::string bytes;
  if (model.ByteSizeLong() <= std::numeric_limits<std::int32_t>::max() && model.SerializeToString(&bytes)) return bytes;
  return Fail(ErrorCode::kUnavailable,
              fmt::format("model {} is, narrowed, still larger than the 2 GiB that one ONNX file can hold", path.string()));
}

}  // namespace dnntune::format::onnx
