// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "format/onnx/model.h"

namespace dnntune::format::onnx {
namespace {

// Protobuf's own limit for one message.
constexpr std::size_t kLargestMessage = std::numeric_limits<std::int32_t>::max();

std::vector<std::string> OrOwn(std::span<const std::string> names, const std::vector<std::string>& own) {
  return names.empty() ? own : std::vector<std::string>(names.begin(), names.end());
}

std::unordered_set<std::string> AllReads(const GraphProto& graph) {
  std::unordered_set<std::string> reads;
  for (const auto& node : graph.node()) {
    for (std::string& name : ReadsOf(node)) reads.insert(std::move(name));
  }
  for (const auto& output : graph.output()) reads.insert(output.name());
  return reads;
}

}  // namespace

ValueInfoProto ModelFile::Describe(const std::string& name, const KnownTensors& known) const {
  const auto& graph = proto_.graph();
  ValueInfoProto value;
  // Sequences and maps cannot be told from facts.
  for (const auto* list : {&graph.input(), &graph.value_info(), &graph.output()}) {
    for (const auto& declared : *list) {
      if (declared.name() == name && !declared.type().has_tensor_type()) return declared;
    }
  }
  value.set_name(name);
  const auto found = facts_.find(name);
  TensorFacts facts = found == facts_.end() ? TensorFacts() : found->second;
  if (const auto seen = known.find(name); seen != known.end() && facts.dtype != seen->second.dtype) {
    facts = {.dtype = seen->second.dtype, .shape = {}, .open_shape = std::vector<std::int64_t>(seen->second.shape.size(), -1)};
  }
  if (!facts.dtype) return value;
  auto& type = *value.mutable_type()->mutable_tensor_type();
  type.set_elem_type(FromDType(*facts.dtype));
  const auto& shape = facts.shape ? facts.shape : facts.open_shape;
  if (!shape) return value;
  type.mutable_shape();
  for (const std::int64_t extent : *shape) {
    auto& dim = *type.mutable_shape()->add_dim();
    if (extent >= 0) dim.set_dim_value(extent);
  }
  return value;
}

void ModelFile::CopyWeights(const std::unordered_set<std::string>& read, GraphProto& slice) const {
  std::unordered_set<std::string> given;
  for (const auto& input : slice.input()) given.insert(input.name());
  const auto is_wanted = [&](const std::string& name) { return read.contains(name) && !given.contains(name); };
  for (const auto& weight : proto_.graph().initializer()) {
    if (!is_wanted(weight.name())) continue;
    auto& copy = *slice.add_initializer();
    copy = weight;
    // Old files list their weights as inputs too, and engines fold such weights differently: keep them so.
    for (const auto& input : proto_.graph().input()) {
      if (input.name() == weight.name()) *slice.add_input() = input;
    }
  }
  for (const auto& weight : proto_.graph().sparse_initializer()) {
    if (is_wanted(weight.values().name())) *slice.add_sparse_initializer() = weight;
  }
}

Result<std::string> ModelFile::CutOut(std::span<const std::string> inputs, std::span<const std::string> outputs,
                                      const KnownTensors& known) const {
  const std::vector<std::string> from = OrOwn(inputs, inputs_);
  const std::vector<std::string> to = OrOwn(outputs, outputs_);
  TRY(CheckTensors(from, skeleton::Role::kInput));
  TRY(CheckTensors(to, skeleton::Role::kOutput));
  ASSIGN_OR_RETURN(const std::set<int> nodes, Between(from, to));
  ModelProto slice;
  slice.set_ir_version(proto_.ir_version());
  slice.set_producer_name("dnntune");
  *slice.mutable_opset_import() = proto_.opset_import();
  *slice.mutable_functions() = proto_.functions();
  auto& graph = *slice.mutable_graph();
  graph.set_name(proto_.graph().name());
  for (const std::string& name : from) *graph.add_input() = Describe(name, known);
  for (const std::string& name : to) *graph.add_output() = Describe(name, known);
  for (const int index : nodes) {
    auto& node = *graph.add_node();
    node = proto_.graph().node(index);
    // A tensor that is now an input may not be made here as well.
    for (std::string& output : *node.mutable_output()) {
      if (std::find(from.begin(), from.end(), output) != from.end()) output.clear();
    }
  }
  CopyWeights(AllReads(graph), graph);
  for (TensorProto* tensor : HeldTensors(slice)) TRY(Inline(*tensor, files_.front()));
  std::string bytes;
  if (slice.ByteSizeLong() > kLargestMessage || !slice.SerializeToString(&bytes)) {
    return Fail(ErrorCode::kUnavailable,
                "a part of this model is larger than the 2 GiB that one ONNX file can hold; cut it smaller");
  }
  return bytes;
}

}  // namespace dnntune::format::onnx
