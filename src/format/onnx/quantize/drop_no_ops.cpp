// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "format/onnx/edit.h"

namespace dnntune::format::onnx {
namespace {

bool IsFloat32(const std::string& tensor, const graph::Graph& known) {
  const auto found = known.FindTensor(tensor);
  return found && known.tensors()[*found].dtype == graph::DType::kFloat32;
}

bool DoesNothing(const NodeProto& node, const graph::Graph& known) {
  if (!IsStandardDomain(node.domain()) || node.input_size() == 0 || node.output_size() != 1) return false;
  if (node.op_type() == "Identity") return true;
  if (node.op_type() == "Dropout") return node.input_size() < 3;  // the third switches it on
  return node.op_type() == "Cast" && IntOf(node, "to", 0) == TensorProto::FLOAT && IsFloat32(node.input(0), known);
}

bool OnlyReshapes(const NodeProto& node) {
  const std::string& type = node.op_type();
  return IsStandardDomain(node.domain()) && (type == "Reshape" || type == "Unsqueeze" || type == "Squeeze" || type == "Flatten");
}

}  // namespace

void WriteOutConstants(GraphProto& graph, const Facts& facts) {
  GraphProto made;
  {
    const ConstantValues values(graph);
    for (const auto& node : graph.node()) {
      const auto* constant = OnlyReshapes(node) ? values.Find(node.input(0)) : nullptr;
      const auto known = facts.find(node.output_size() > 0 ? node.output(0) : "");
      if (constant == nullptr || known == facts.end() || !known->second.shape) continue;
      auto& tensor = *made.add_initializer();
      tensor = *constant;
      tensor.set_name(node.output(0));
      tensor.clear_dims();
      for (const std::int64_t extent : *known->second.shape) tensor.add_dims(extent);
    }
  }
  std::unordered_set<std::string> written;
  for (const auto& tensor : made.initializer()) written.insert(tensor.name());
  google::protobuf::RepeatedPtrField<NodeProto> rest;
  for (auto& node : *graph.mutable_node()) {
    if (node.output_size() == 0 || !written.contains(node.output(0))) *rest.Add() = std::move(node);
  }
  graph.mutable_node()->Swap(&rest);
  graph.mutable_initializer()->MergeFrom(made.initializer());
}

void DropNoOps(GraphProto& graph, const graph::Graph& known) {
  const Readers readers(graph);
  std::unordered_map<std::string, std::string> same;  // what a dropped node made: what it was made from
  google::protobuf::RepeatedPtrField<NodeProto> rest;
  for (auto& node : *graph.mutable_node()) {
    for (std::string& input : *node.mutable_input()) {
      if (const auto found = same.find(input); found != same.end()) input = found->second;
    }
    if (DoesNothing(node, known) && !readers.IsSeenOutside(node.output(0))) {
      same.emplace(node.output(0), node.input(0));
    } else {
      *rest.Add() = std::move(node);
    }
  }
  graph.mutable_node()->Swap(&rest);
}

}  // namespace dnntune::format::onnx
