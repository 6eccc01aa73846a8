// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "engine/subject.h"
#include "target/loaded_model.h"
#include "target/target.h"

namespace dnntune::target {

// A model on a target: read once in a run, sent once to each target, with the shapes that only a run can tell.
struct Installed {
  std::shared_ptr<const LoadedModel> loaded;
  std::string id;  // as the target's workers know it

  [[nodiscard]] const graph::Graph& graph() const { return loaded->model->graph(); }
};

// The models of a run.
class Models {
 public:
  struct Wanted {
    const spec::Model& model;
    std::filesystem::path file;
    setting::Setting setting;
    engine::WorkerFactory& workers;
  };
  // Installs `file` for a setting of the target. Where its shapes are not all known, it is run once there. Errors as LoadModel and
  // Target::Put; those of the run.
  [[nodiscard]] Result<Installed> Install(Target& target, const Wanted& wanted);

 private:
  std::map<std::pair<std::filesystem::path, std::string>, std::shared_ptr<const LoadedModel>> loaded_;  // by file and name
};

}  // namespace dnntune::target
