// SPDX-License-Identifier: Apache-2.0
// Two profiles of one model as plain numbers: what every layer costs on either side and what every tensor weighs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "partition/problem.h"

namespace dnntune::partition {

using graph::LayerId;

// What was measured more than once: a layer, or an operator of it.
struct CostPart {
  std::vector<double> sorted;  // samples in seconds, ascending
  double median = 0;           // seconds
};

// A layer on one side.
struct SideCost {
  double seconds = 0;
  std::optional<double> joules;
  std::vector<CostPart> spread;  // the parts of `seconds` that are medians of samples; the rest is single values
  std::string missing;           // why the layer has no cost here; empty: it has
};

struct CostNode {
  SideCost device;
  SideCost cloud;
  double parameter_bytes = 0;
  double edge_bytes = 0;  // of what the layer reads and yields
};

// A tensor that can cross: one that several layers touch, a model input or a model output.
struct CostTensor {
  std::optional<graph::TensorId> id;  // in the device's graph; none: only the cloud's file has it
  std::optional<LayerId> producer;    // none: it enters at the device
  std::vector<LayerId> readers;       // other layers that read it, ascending, each once
  double bytes = 0;
  bool is_output = false;
  double arrival_s = 0;  // to convert it in the cloud, where that runs another file of the model
  double back_s = 0;     // to convert it back there, before a download
  std::string barred;    // why it cannot be handed over: its producer and readers must be on one side; empty: it can
};

// The whole model on one side, as measured.
struct WholeCost {
  std::optional<double> seconds;
  std::optional<double> joules;
  std::vector<double> sorted;  // samples
};

struct CostGraph {
  std::vector<CostNode> nodes;         // by layer, in topological order
  std::vector<CostTensor> tensors;     // ascending by id
  std::vector<LayerId> input_readers;  // layers that read a model input
  WholeCost device_whole;
  WholeCost cloud_whole;
  double device_scale = 1;  // what layer times were multiplied by, so that they sum to the whole model's
  double cloud_scale = 1;
  std::string energy_missing;  // why energies are unknown; empty: all are known
  bool converts = false;       // the two sides run different files of the model
  bool is_chain = false;       // every layer reads from the one before: all cuts are between neighbours
};

// kBadInput where a tensor that may cross has no size, and as Handover::Between. Layer
// times are scaled to sum to the whole model's time where that was measured and every layer has a cost.
[[nodiscard]] Result<CostGraph> MakeCostGraph(const record::Profile& device, const record::Profile& cloud);

}  // namespace dnntune::partition
