// SPDX-License-Identifier: Apache-2.0
// What bench and profile share: their flags, and the model and machine made ready to be measured.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/session.h"
#include "engine/worker.h"
#include "profiler/plan.h"

namespace CLI {
class App;
}

namespace dnntune::cli {

struct MeasuringFlags {
  std::string model;
  std::vector<std::string> shapes;
  int threads = 1;
  std::string cores = "all";
  std::string graph_optimization = "extended";
  double slowdown = 1;
  double budget_s = 20;
  double precision = 0.02;
};

void AddMeasuringFlags(CLI::App& app, MeasuringFlags& flags);

// "1,3,224,224", "[1,3,224,224]" or "NAME:1,3,224,224" into shapes by input name ("" for the only input). kBadInput for other text.
[[nodiscard]] Result<void> AddShape(const std::string& text, std::map<std::string, std::vector<std::int64_t>>& shapes);

// Ready to be measured. Not copied or moved: the plan refers to the model's graph.
struct Measuring {
  LoadedModel loaded;
  std::unique_ptr<engine::WorkerFactory> workers;
  std::unique_ptr<profiler::Plan> plan;
};

// Loads the model and completes its shapes by running it once.
[[nodiscard]] Result<std::unique_ptr<Measuring>> Prepare(const MeasuringFlags& flags);

}  // namespace dnntune::cli
