// SPDX-License-Identifier: Apache-2.0
#include "target/installed.h"

#include <algorithm>

#include "target/complete_shapes.h"

namespace dnntune::target {
namespace {

bool HasOpenShapes(const graph::Graph& graph) {
  return std::ranges::any_of(graph.tensors(), [](const graph::Tensor& tensor) { return !tensor.shape.has_value(); });
}

// The model read again with the shapes that a run has found.
Result<std::shared_ptr<const LoadedModel>> Completed(const LoadedModel& loaded, const engine::Subject& subject) {
  auto completed = std::make_shared<LoadedModel>(LoadedModel{nullptr, loaded.options, loaded.file, loaded.id});
  ASSIGN_OR_RETURN(completed->options.known_shapes, CompleteShapes(subject));
  ASSIGN_OR_RETURN(completed->model, format::Read(completed->file, completed->options));
  return completed;
}

}  // namespace

Result<Installed> Models::Install(Target& target, const Wanted& wanted) {
  auto& loaded = loaded_[{wanted.file, wanted.model.name}];
  const bool is_new = loaded == nullptr;
  if (is_new) {
    ASSIGN_OR_RETURN(LoadedModel read, LoadModel(wanted.model, wanted.file));
    loaded = std::make_shared<const LoadedModel>(std::move(read));
  }
  ASSIGN_OR_RETURN(const std::string id, target.Put(loaded->model->files()));
  if (is_new && HasOpenShapes(loaded->model->graph())) {
    ASSIGN_OR_RETURN(loaded, Completed(*loaded, {loaded->model->graph(), id, wanted.setting, wanted.workers}));
  }
  return Installed{loaded, id};
}

}  // namespace dnntune::target
