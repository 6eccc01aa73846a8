// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "profiler/part.h"
#include "profiler/plan.h"

namespace dnntune::profiler {

// Energy of one inference of a part above idling: as the machine metered it, else by declared power, E = T * (P_active - P_idle)
// with T the median, else the reason why there is none. A stand-in's meter says nothing about the device it stands in for, so
// there only declared power counts.
[[nodiscard]] metric::Quantity<Joules> EnergyOf(const Part& part, const Plan& plan);

// How EnergyOf came to its values, for record::Profile::energy_method; empty where it has none.
[[nodiscard]] std::string EnergyMethod(const Part& part, const Plan& plan);

}  // namespace dnntune::profiler
