// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/worker.h"
#include "profiler/attribute.h"
#include "record/profile.h"

namespace dnntune::profiler {

// What is sampled by itself: the whole model or one layer as a slice.
struct Part {
  std::string name;
  std::vector<std::string> inputs;           // tensors
  std::vector<std::string> outputs;          // tensors
  std::optional<engine::SessionId> session;  // in the present worker
  std::vector<double> samples;               // seconds
  std::vector<bool> preempted;               // same length
  std::vector<std::uint32_t> batches;        // index of the first sample of each
  Shares shares;                             // of what was metered meanwhile
  std::optional<record::Stop> stop;
  std::string failure;
  std::optional<record::Cost> resumed;  // measured by an earlier run, kept as it is

  [[nodiscard]] bool IsFinished() const { return stop.has_value() || !failure.empty() || resumed.has_value(); }
};

// Takes over the samples of sessions[index] and its share of what was metered.
void AddSamples(Part& part, const engine::BatchResult& batch, std::size_t index);

// Samples with outliers and preempted ones marked.
[[nodiscard]] record::Latency ToLatency(const Part& part);

}  // namespace dnntune::profiler
