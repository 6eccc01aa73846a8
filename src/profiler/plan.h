// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "graph/graph.h"
#include "record/profile.h"
#include "setting/setting.h"
#include "spec/spec.h"

namespace dnntune::profiler {

// What is to be measured, where and how. The graph must outlive it.
struct Plan {
  const graph::Graph& graph;
  std::string model_id;  // as the workers know it: a path or what Agent::PutModel returned
  record::ModelId model;
  record::DeviceId device;
  setting::Setting setting;
  spec::Profiling profiling;
  record::Power power;
  std::string engine_version;
  // Tensors that the whole model starts and ends at; empty: the file's own.
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
};

}  // namespace dnntune::profiler
