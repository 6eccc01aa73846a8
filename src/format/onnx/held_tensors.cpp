// SPDX-License-Identifier: Apache-2.0
#include "format/onnx/contents.h"

namespace dnntune::format::onnx {
namespace {

using Tensors = std::vector<TensorProto*>;

void Collect(GraphProto& graph, Tensors& tensors);

void Collect(::onnx::SparseTensorProto& sparse, Tensors& tensors) {
  if (sparse.has_values()) tensors.push_back(sparse.mutable_values());
  if (sparse.has_indices()) tensors.push_back(sparse.mutable_indices());
}

void Collect(NodeProto& node, Tensors& tensors) {
  for (auto& attribute : *node.mutable_attribute()) {
    if (attribute.has_t()) tensors.push_back(attribute.mutable_t());
    for (auto& tensor : *attribute.mutable_tensors()) tensors.push_back(&tensor);
    if (attribute.has_sparse_tensor()) Collect(*attribute.mutable_sparse_tensor(), tensors);
    for (auto& sparse : *attribute.mutable_sparse_tensors()) Collect(sparse, tensors);
    if (attribute.has_g()) Collect(*attribute.mutable_g(), tensors);
    for (auto& graph : *attribute.mutable_graphs()) Collect(graph, tensors);
  }
}

void Collect(GraphProto& graph, Tensors& tensors) {
  for (auto& weight : *graph.mutable_initializer()) tensors.push_back(&weight);
  for (auto& weight : *graph.mutable_sparse_initializer()) Collect(weight, tensors);
  for (auto& node : *graph.mutable_node()) Collect(node, tensors);
}

}  // namespace

Tensors HeldTensors(ModelProto& model) {
  Tensors tensors;
  Collect(*model.mutable_graph(), tensors);
  for (auto& function : *model.mutable_functions()) {
    for (auto& node : *function.mutable_node()) Collect(node, tensors);
  }
  return tensors;
}

}  // namespace dnntune::format::onnx
