// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/worker.h"

namespace dnntune::engine {

// Kernel times of traced runs, as TensorFlow gives them in RunMetadata.step_stats. Nodes in the order of their first run; what only
// hands data in and out (constants, arguments) is left out. A node of a loop counts the sum of its turns.
class StepStats {
 public:
  // The serialised RunMetadata of one more run.
  Result<void> Add(std::string_view metadata);
  [[nodiscard]] std::vector<TraceEvent> Take() && { return std::move(events_); }

 private:
  std::vector<TraceEvent> events_;
  std::map<std::string, std::size_t> index_;
  std::size_t runs_ = 0;
};

}  // namespace dnntune::engine
