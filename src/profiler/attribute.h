// SPDX-License-Identifier: Apache-2.0
// From what was metered over batches to what one run of a part used. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/worker.h"
#include "metric/readings.h"

namespace dnntune::profiler {

// Of every amount that was metered over the batch, the share of sessions[index]: by the time of its samples, for whatever ran in
// the window shares it. Unavailable with the meter's reason. Nothing of a batch in which nothing took time, and of an amount whose
// window is not known.
[[nodiscard]] metric::Readings ShareOf(const engine::BatchResult& batch, std::size_t index);

// The shares of one part, batch by batch.
class Shares {
 public:
  void Add(const metric::Readings& share, std::size_t runs);
  // Of one run: the mean over the batches that were metered, with the window from the first to the last of them. Unavailable, with
  // the last batch's reason, where none was.
  [[nodiscard]] metric::Readings PerRun() const;

 private:
  struct Sum {
    metric::Reading total;  // unavailable: nothing was metered yet
    std::size_t runs = 0;
  };
  std::vector<Sum> sums_;
};

}  // namespace dnntune::profiler
