// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "engine/worker.h"
#include "graph/graph.h"
#include "setting/setting.h"

namespace dnntune::engine {

// A model with a setting, where workers run it: all that whoever runs it has to know of the device. The graph and the factory are
// not owned.
struct Subject {
  const graph::Graph& graph;
  std::string model_id;  // as engine::OpenRequest names it
  setting::Setting setting;
  WorkerFactory& workers;
};

}  // namespace dnntune::engine
