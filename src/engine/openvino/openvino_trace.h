// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <openvino/runtime/compiled_model.hpp>
#include <openvino/runtime/infer_request.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/units.h"
#include "engine/worker.h"

namespace dnntune::engine {

// The mean time of a node since its model was compiled, as OpenVINO gives it: in whole microseconds, rounded down.
struct RunningMean {
  std::uint32_t runs = 0;
  Nanoseconds mean{0};
};

// The mean of the runs after `before` up to `now`, to about now.runs / (now.runs - before.runs) microseconds; not below 0.
[[nodiscard]] Nanoseconds MeanSince(const RunningMean& before, const RunningMean& now);

// The first of `originals`, names with commas between them, that is one of the file's; else `own`.
[[nodiscard]] std::string FileName(const std::string& originals, const std::set<std::string>& file, const std::string& own);

// Runs a request of a model that was compiled with profiling, and gives each executed node `samples` times, each the mean of as
// many runs as there were before, because of the rounding; where a run is long, of one run. A node is named as the operator of
// `file` that it was made from, where there is one. Throws as OpenVINO does.
[[nodiscard]] std::vector<TraceEvent> TraceOpenVino(ov::CompiledModel& model, ov::InferRequest& request, std::uint32_t samples,
                                                    const std::set<std::string>& file);

}  // namespace dnntune::engine
