// SPDX-License-Identifier: Apache-2.0
// Heads and tails as real sub-models: run, compared with the whole model, and timed side by side.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/worker.h"
#include "graph/graph.h"
#include "metric/quantity.h"
#include "profiler/progress.h"
#include "record/conversions.h"
#include "record/decision.h"
#include "setting/setting.h"
#include "spec/spec.h"

namespace dnntune::tune {

// One end of a deployment: where its part of the model runs, and how. `workers` is not owned.
struct Side {
  engine::WorkerFactory* workers = nullptr;
  std::string model_id;  // OpenRequest::model on that side
  setting::Setting setting;
};

// Where deployments are run, how long, and who is told meanwhile. The sink and the conversions are not owned.
struct Stage {
  Side device;
  Side cloud;
  spec::Profiling profiling;
  profiler::Sink& sink;
  const record::Conversions* conversions = nullptr;  // where the cloud runs another file of the model than the device
};

// The tensors at the edges of a head and a tail, by name.
struct Edges {
  std::vector<std::string> head_inputs;   // empty lists on one side: that side has nothing to run
  std::vector<std::string> head_outputs;  // crossing tensors and model outputs made in the head
  std::vector<std::string> crossing;      // sent from device to cloud: tensors of the head, and model inputs that the tail reads
  std::vector<std::string> tail_outputs;
  bool has_head = false;
  bool has_tail = false;
};

// The edges of the deployment that runs the layers named `head` on the device. kBadInput for an unknown layer.
[[nodiscard]] Result<Edges> EdgesOf(const graph::Graph& graph, std::span<const std::string> head);

// What one deployment's two parts took on their machines. Times are medians of one inference with 95 % intervals.
struct PartTimes {
  metric::Quantity<Seconds> device;
  metric::Quantity<Seconds> cloud;
  std::optional<record::OutputDifference> difference{};   // of the outputs from those of the whole model in the cloud
  std::optional<record::OutputDifference> from_device{};  // where the device has another file: from those of the whole of that
  std::string failure;                                    // why it could not be run; empty: it ran
};

// Runs every deployment (each a list of layers on the device) on the same noise input as the profile. `graph` is that of the
// device's file; what is converted for the cloud's is part of the cloud's times, and outputs are compared in the device's form. All
// heads are timed round robin in one worker, and so are all tails, device and cloud by turns, so that drift of the machine hits
// them alike. A first turn warms up; profiling.budget holds for the turns after it. One result per deployment; an error only where
// no worker starts or on Ctrl-C.
[[nodiscard]] Result<std::vector<PartTimes>> MeasureParts(const graph::Graph& graph, const Stage& stage,
                                                          std::span<const std::vector<std::string>> heads);

}  // namespace dnntune::tune
