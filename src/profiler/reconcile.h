// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "record/profile.h"

namespace dnntune::profiler {

struct ReconciledLayer {
  std::string layer;
  Seconds measured{0};  // median as a slice
  Seconds scaled{0};    // times whole / sum of layers
};

// Three ways to the time of one inference, side by side. Layers by themselves lose fusion and gain warm caches; traces inflate.
struct Reconciliation {
  metric::Quantity<Seconds> whole;      // median of the whole model
  metric::Quantity<Seconds> layers;     // sum of the layers' medians
  metric::Quantity<Seconds> trace;      // sum of the engine's own operator times
  metric::Quantity<Seconds> residue;    // whole - layers; may be negative
  std::vector<ReconciledLayer> scaled;  // sums to the whole; empty where the whole or a layer is missing
};

[[nodiscard]] Reconciliation Reconcile(const record::Profile& profile);

}  // namespace dnntune::profiler
