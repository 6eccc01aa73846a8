// SPDX-License-Identifier: Apache-2.0
#include "target/complete_shapes.h"

#include "engine/noise.h"

namespace dnntune::target {
namespace {

std::vector<std::string> InputNames(const graph::Graph& graph) {
  std::vector<std::string> names;
  for (const graph::TensorId input : graph.inputs()) names.push_back(graph.tensors()[input].name);
  return names;
}

// What the engine yields must be tensors that some operator makes; a shape without a type is of no use to anyone.
std::vector<std::string> OpenTensors(const graph::Graph& graph) {
  std::vector<std::string> names;
  for (const graph::Tensor& tensor : graph.tensors()) {
    if (tensor.producer && tensor.dtype && !tensor.shape) names.push_back(tensor.name);
  }
  return names;
}

}  // namespace

Result<std::map<std::string, std::vector<std::int64_t>>> CompleteShapes(const engine::Subject& subject) {
  const graph::Graph& graph = subject.graph;
  std::map<std::string, std::vector<std::int64_t>> shapes;
  const std::vector<std::string> open = OpenTensors(graph);
  if (open.empty()) return shapes;
  ASSIGN_OR_RETURN(const auto worker, subject.workers.Start(subject.setting));
  TRY(engine::SetNoiseInputs(graph, *worker));
  ASSIGN_OR_RETURN(const auto session, worker->Open({subject.model_id, InputNames(graph), open, subject.setting}));
  ASSIGN_OR_RETURN(const auto outputs, worker->Prime(session.id));
  for (const engine::TensorInfo& output : outputs) {
    bool is_known = true;
    for (const std::int64_t dimension : output.shape) is_known = is_known && dimension >= 0;
    if (is_known) shapes.emplace(output.name, output.shape);
  }
  return shapes;
}

}  // namespace dnntune::target
