// SPDX-License-Identifier: Apache-2.0
#include "split/reference.h"

#include "split/output_difference.h"

namespace dnntune::split {
namespace {

Result<engine::TensorStore> WholeInCloud(const graph::Graph& graph, Ends& ends) {
  const Names inputs = NamesOf(graph, graph.inputs());
  const Names outputs = NamesOf(graph, graph.outputs());
  TRY(ends.Send(inputs));
  ASSIGN_OR_RETURN(const engine::SessionId session, ends.OpenWholeInCloud(inputs, outputs));
  engine::TensorStore values;
  for (const std::string& name : outputs) {
    if (ends.adapter().Bars(name)) continue;
    ASSIGN_OR_RETURN(engine::Tensor tensor, ends.Fetch(name));
    values.emplace(name, std::move(tensor));
  }
  TRY(ends.cloud().Close(session));
  return values;
}

Result<engine::TensorStore> WholeOnDevice(const graph::Graph& graph, Ends& ends) {
  ASSIGN_OR_RETURN(const engine::SessionId session, ends.OpenOnDevice({}));
  engine::TensorStore values;
  for (const std::string& name : NamesOf(graph, graph.outputs())) {
    ASSIGN_OR_RETURN(engine::Tensor tensor, ends.device().GetTensor(name));
    values.emplace(name, std::move(tensor));
  }
  TRY(ends.device().Close(session));
  return values;
}

}  // namespace

Result<Reference> Reference::Run(const graph::Graph& graph, Ends& ends, bool are_two_files) {
  Reference reference;
  ASSIGN_OR_RETURN(reference.in_cloud_, WholeInCloud(graph, ends));
  if (are_two_files) {
    ASSIGN_OR_RETURN(reference.on_device_, WholeOnDevice(graph, ends));
  }
  for (const graph::TensorId id : graph.outputs()) {
    const graph::Tensor& tensor = graph.tensors()[id];
    reference.quantizations_.emplace(tensor.name, tensor.quantization);
  }
  return reference;
}

Result<void> Reference::Add(const std::string& name, const engine::Tensor& actual, Differences& differences) const {
  const auto& quantization = quantizations_.find(name)->second;
  if (const auto expected = in_cloud_.find(name); expected != in_cloud_.end()) {
    ASSIGN_OR_RETURN(const auto difference, Compare(name, expected->second, actual, quantization));
    Include(difference, differences.from_cloud);
  }
  if (on_device_) {
    ASSIGN_OR_RETURN(const auto difference, Compare(name, on_device_->find(name)->second, actual, quantization));
    Include(difference, differences.from_device);
  }
  return {};
}

}  // namespace dnntune::split
