// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <google/protobuf/stubs/logging.h>

#include <algorithm>
#include <array>

#include "format/onnx/contents.h"

namespace dnntune::format::onnx {
namespace {

// What shape inference and our own counting of MACs divide by.
constexpr std::array<std::string_view, 5> kPositive = {"strides", "dilations", "kernel_shape", "group", "blocksize"};

Result<void> CheckAttributes(const GraphProto& graph, const std::filesystem::path& path) {
  const auto is_positive = [](std::int64_t value) { return value > 0; };
  for (const auto& node : graph.node()) {
    for (const auto& attribute : node.attribute()) {
      if (attribute.has_g()) TRY(CheckAttributes(attribute.g(), path));
      for (const auto& inner : attribute.graphs()) TRY(CheckAttributes(inner, path));
      if (std::find(kPositive.begin(), kPositive.end(), attribute.name()) == kPositive.end()) continue;
      const bool is_single = attribute.type() == AttributeProto::INT;
      if (std::all_of(attribute.ints().begin(), attribute.ints().end(), is_positive) && (!is_single || attribute.i() > 0)) continue;
      return Fail(ErrorCode::kBadInput,
                  fmt::format("model {}: node '{}' ({}) has attribute '{}' that is not positive; export it again", path.string(),
                              node.name(), node.op_type(), attribute.name()));
    }
  }
  return {};
}

void CollectReads(const NodeProto& node, const std::unordered_set<std::string>& inner, std::vector<std::string>& reads);

void CollectCaptures(const GraphProto& graph, std::unordered_set<std::string> inner, std::vector<std::string>& reads) {
  for (const auto& input : graph.input()) inner.insert(input.name());
  for (const auto& weight : graph.initializer()) inner.insert(weight.name());
  for (const auto& node : graph.node()) inner.insert(node.output().begin(), node.output().end());
  for (const auto& node : graph.node()) CollectReads(node, inner, reads);
  for (const auto& output : graph.output()) {
    if (!inner.contains(output.name())) reads.push_back(output.name());
  }
}

void CollectReads(const NodeProto& node, const std::unordered_set<std::string>& inner, std::vector<std::string>& reads) {
  for (const std::string& input : node.input()) {
    if (!input.empty() && !inner.contains(input)) reads.push_back(input);
  }
  for (const auto& attribute : node.attribute()) {
    if (attribute.has_g()) CollectCaptures(attribute.g(), inner, reads);
    for (const auto& graph : attribute.graphs()) CollectCaptures(graph, inner, reads);
  }
}

}  // namespace

bool IsStandardDomain(const std::string& domain) {
  return domain.empty() || domain == "ai.onnx" || domain == "ai.onnx.ml" || domain == "ai.onnx.training" ||
         domain == "ai.onnx.preview.training";
}

std::string OperatorType(const NodeProto& node) {
  return node.domain().empty() || node.domain() == "ai.onnx" ? node.op_type() : node.domain() + "." + node.op_type();
}

std::vector<std::string> ReadsOf(const NodeProto& node) {
  std::vector<std::string> reads;
  CollectReads(node, {}, reads);
  return reads;
}

Result<ModelProto> ParseFile(const std::string& bytes, const std::filesystem::path& path) {
  // Protobuf writes parse errors to stderr; ours say more.
  google::protobuf::SetLogHandler(nullptr);
  const auto fail = [&](std::string_view defect) {
    return Fail(ErrorCode::kBadInput, fmt::format("cannot read model {}: {}", path.string(), defect));
  };
  if (bytes.empty()) return fail("the file is empty; export the model again");
  ModelProto model;
  const bool is_whole = model.ParseFromString(bytes);
  const bool is_onnx = model.ir_version() > 0 && model.ir_version() < 1000 && (model.has_graph() || model.opset_import_size() > 0);
  if (!is_whole && is_onnx) return fail("the file is truncated or damaged; fetch or export it again");
  if (!is_whole || !is_onnx) return fail("it is not an ONNX file; export the model as ONNX");
  if (model.graph().node_size() == 0) return fail("its graph has no operator; export the model again");
  TRY(CheckAttributes(model.graph(), path));
  return model;
}

}  // namespace dnntune::format::onnx
