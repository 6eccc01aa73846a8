// SPDX-License-Identifier: Apache-2.0
// Heads and tails as real sub-models: run, compared with the whole model, and timed side by side.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "metric/quantity.h"
#include "profiler/part.h"
#include "split/edges.h"
#include "split/ends.h"
#include "split/reference.h"

namespace dnntune::split {

// A deployment: a head on the device, the tensors that cross, and a tail in the cloud. Both parts are the profiler's to sample.
struct Split {
  Edges edges;
  profiler::Part head;  // with a session where there is something to run
  profiler::Part tail;
  Reference::Differences differences{};
  std::string failure{};     // why it cannot be run; empty: it can
  bool took_worker = false;  // and the worker went with it, and all that was open there
};

// Opens both parts of the deployment that runs the layers named `head` on the device, passes the real tensors through them and
// compares the outputs. `graph` is that of the device's file. What goes wrong is the split's `failure`; an error only for an
// unknown layer (kBadInput) and on Ctrl-C.
[[nodiscard]] Result<Split> OpenSplit(const graph::Graph& graph, std::span<const std::string> head, Ends& ends,
                                      const Reference& reference);

// What one deployment's two parts took on their machines. Times are medians of one inference with 95 % intervals.
struct PartTimes {
  metric::Quantity<Seconds> device;
  metric::Quantity<Seconds> cloud;
  std::optional<record::OutputDifference> difference{};   // of the outputs from those of the whole model in the cloud
  std::optional<record::OutputDifference> from_device{};  // where the device has another file: from those of the whole of that
  std::string failure;                                    // why it could not be run; empty: it ran
};

struct SplitTimes {
  std::vector<PartTimes> deployments;                // in the order asked for
  std::optional<record::OutputDifference> repeat{};  // of the whole model's second run from its first; none: nothing to compare
};

// Runs every deployment (each a list of layers on the device) on the same noise input as the profile. What is converted for the
// cloud's file is part of the cloud's times, and outputs are compared in the device's form. All heads are sampled round robin in
// one worker, and so are all tails, a batch of each by turns, so that drift of the machine hits them alike; profiling.budget holds
// for that after a warm-up. What goes wrong is the `failure` of the deployments that it hits, of all where no worker starts or the
// whole model does not run; an error only for an unknown layer (kBadInput) and on Ctrl-C.
[[nodiscard]] Result<SplitTimes> MeasureSplits(const Stage& stage, std::span<const std::vector<std::string>> heads);

}  // namespace dnntune::split
