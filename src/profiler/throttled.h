// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "metric/readings.h"

namespace dnntune::profiler {

// How often a CPU quota held the worker back while samples were taken, over the batches that it is told of.
class Throttled {
 public:
  void Add(const metric::Readings& batch);
  // What a reader of the times must know of it; empty: it never was, or nobody counted.
  [[nodiscard]] std::string Note() const;

 private:
  double periods_ = 0;
  double held_ = 0;
};

}  // namespace dnntune::profiler
