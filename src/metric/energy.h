// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/units.h"
#include "metric/quantity.h"

namespace dnntune::metric {

// E = T * (P_active - P_idle) (DNNTune, TACO 2019), modelled, with the interval of the time where it has one. Unavailable where the
// time or a power is, with its reason.
[[nodiscard]] Quantity<Joules> EnergyAboveIdle(const Quantity<Seconds>& time, const Quantity<Watts>& active,
                                               const Quantity<Watts>& idle);

}  // namespace dnntune::metric
