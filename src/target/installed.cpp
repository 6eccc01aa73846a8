// SPDX-License-Identifier: Apache-2.0
#include "target/installed.h"

#include <algorithm>

#include "target/complete_tensors.h"

namespace dnntune::target {
namespace {

bool HasOpenTensors(const graph::Graph& graph) {
  return std::ranges::any_of(graph.tensors(), [](const graph::Tensor& tensor) { return !tensor.shape || !tensor.dtype; });
}

// The model read again with the types and shapes that its engine has told.
Result<std::shared_ptr<const LoadedModel>> Completed(const LoadedModel& loaded, const engine::Subject& subject) {
  auto completed = std::make_shared<LoadedModel>(LoadedModel{.model = nullptr,
                                                             .options = loaded.options,
                                                             .file = loaded.file,
                                                             .id = loaded.id,
                                                             .given = loaded.given,
                                                             .note = loaded.note,
                                                             .made = loaded.made});
  ASSIGN_OR_RETURN(completed->options.known_tensors, CompleteTensors(subject));
  ASSIGN_OR_RETURN(completed->model, format::Read(completed->file, completed->options));
  return completed;
}

}  // namespace

Result<Installed> Models::Install(Target& target, const Wanted& wanted) {
  const std::pair key(wanted.file, wanted.model.name);
  if (const auto known = loaded_.find(key); known != loaded_.end()) {
    ASSIGN_OR_RETURN(const std::string id, target.Put(known->second->model->files()));
    return Installed{known->second, id};
  }
  ASSIGN_OR_RETURN(LoadedModel read, LoadModel(wanted.model, wanted.file));
  auto loaded = std::make_shared<const LoadedModel>(std::move(read));
  ASSIGN_OR_RETURN(const std::string id, target.Put(loaded->model->files()));
  if (HasOpenTensors(loaded->model->graph())) {
    ASSIGN_OR_RETURN(loaded, Completed(*loaded, {loaded->model->graph(), id, wanted.setting, wanted.workers}));
  }
  // Only now: where this setting could not tell the shapes, the next is asked.
  loaded_.emplace(key, loaded);
  return Installed{loaded, id};
}

}  // namespace dnntune::target
