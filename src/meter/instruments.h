// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "meter/meter.h"

namespace dnntune::meter {

// Every meter that a worker runs, of the machine whose file system starts at `root`, as one. Not thread-safe.
class Instruments {
 public:
  explicit Instruments(const std::filesystem::path& root = "/");
  void Start();
  // A reading of every metric that a meter yields: of the first meter that is ready, else of the first, which says why it is not.
  [[nodiscard]] metric::Readings Stop();

 private:
  std::vector<std::unique_ptr<Meter>> meters_;  // that are ready, in the order of the table
  metric::Readings missing_;                    // why there is nothing of what none of them yields
};

}  // namespace dnntune::meter
