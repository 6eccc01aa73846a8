// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "record/profile.h"

namespace dnntune::record {

// Three ways to the time of one inference, side by side. Layers by themselves lose fusion and gain warm caches; traces inflate.
struct Reconciliation {
  metric::Quantity<Seconds> whole;    // median of the whole model
  metric::Quantity<Seconds> layers;   // sum of the layers' medians
  metric::Quantity<Seconds> trace;    // sum of the engine's own operator times
  metric::Quantity<Seconds> residue;  // whole - layers; may be negative
};

[[nodiscard]] Reconciliation Reconcile(const Profile& profile);

}  // namespace dnntune::record
