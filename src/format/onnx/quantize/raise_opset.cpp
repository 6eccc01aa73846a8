// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <onnx/version_converter/convert.h>

#include "format/onnx/edit.h"

namespace dnntune::format::onnx {
namespace {

constexpr int kPerChannelOpset = 13;
constexpr int kItsIr = 7;  // the first whose files may hold that opset

Result<ModelProto> Convert(const ModelProto& model) {
  try {
    ModelProto converted = ::onnx::version_conversion::ConvertVersion(model, kPerChannelOpset);
    converted.mutable_graph()->clear_value_info();
    return converted;
  } catch (const std::exception& error) {
    std::string reason = error.what();
    for (char& letter : reason) letter = letter == '\n' ? ' ' : letter;
    return Fail(ErrorCode::kBadInput, std::move(reason));
  }
}

// Shapes as the model has them on the inputs that it was read for.
void Declare(GraphProto& graph, const graph::Graph& known) {
  graph.clear_value_info();
  for (const graph::Tensor& tensor : known.tensors()) {
    if (!tensor.dtype || !tensor.shape || tensor.is_input || tensor.is_output) continue;
    auto& value = *graph.add_value_info();
    value.set_name(tensor.name);
    auto& type = *value.mutable_type()->mutable_tensor_type();
    type.set_elem_type(FromDType(*tensor.dtype));
    type.mutable_shape();
    for (const std::int64_t extent : *tensor.shape) type.mutable_shape()->add_dim()->set_dim_value(extent);
  }
}

// libonnx rebuilds the graph: every tensor must come out under its name.
Result<void> CheckNames(const GraphProto& before, const GraphProto& after) {
  std::unordered_set<std::string> names;
  for (const auto& node : after.node()) names.insert(node.output().begin(), node.output().end());
  for (const auto& node : before.node()) {
    if (node.op_type() == "Constant") continue;
    for (const std::string& output : node.output()) {
      if (output.empty() || names.contains(output)) continue;
      return Fail(ErrorCode::kBadInput, fmt::format("libonnx loses tensor '{}' of node '{}'", output, node.name()));
    }
  }
  return {};
}

}  // namespace

Result<void> RaiseOpset(ModelProto& model, const graph::Graph& known, const std::filesystem::path& path) {
  std::int64_t version = 1;
  for (const auto& import : model.opset_import()) {
    if (import.domain().empty() || import.domain() == "ai.onnx") version = import.version();
  }
  if (version >= kPerChannelOpset) return {};
  Declare(*model.mutable_graph(), known);
  auto raised = Convert(model);
  const auto kept = raised ? CheckNames(model.graph(), raised->graph()) : Result<void>();
  if (!raised || !kept) {
    return Fail(ErrorCode::kBadInput,
                fmt::format("cannot write model {} in int8: a scale per channel needs opset {}, and its opset {} cannot be raised "
                            "({}); export the model with opset {} or later",
                            path.string(), kPerChannelOpset, version, raised ? kept.error().message : raised.error().message,
                            kPerChannelOpset));
  }
  model = *std::move(raised);
  model.set_ir_version(std::max<std::int64_t>(model.ir_version(), kItsIr));
  return {};
}

}  // namespace dnntune::format::onnx
