// SPDX-License-Identifier: Apache-2.0
#include "profiler/complete_shapes.h"

#include "profiler/inputs.h"

namespace dnntune::profiler {
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

Result<std::map<std::string, std::vector<std::int64_t>>> CompleteShapes(const graph::Graph& graph, const std::string& model_id,
                                                                        const setting::Setting& setting, engine::Worker& worker) {
  std::map<std::string, std::vector<std::int64_t>> shapes;
  const std::vector<std::string> open = OpenTensors(graph);
  if (open.empty()) return shapes;
  TRY(SetNoiseInputs(graph, worker));
  ASSIGN_OR_RETURN(const auto session, worker.Open({model_id, InputNames(graph), open, setting}));
  ASSIGN_OR_RETURN(const auto outputs, worker.Prime(session.id));
  for (const engine::TensorInfo& output : outputs) {
    bool is_known = true;
    for (const std::int64_t dimension : output.shape) is_known = is_known && dimension >= 0;
    if (is_known) shapes.emplace(output.name, output.shape);
  }
  TRY(worker.Close(session.id));
  return shapes;
}

}  // namespace dnntune::profiler
