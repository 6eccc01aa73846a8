// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "profiler/part.h"
#include "profiler/task.h"

namespace dnntune::profiler {

// What one inference of a part used, for record::Cost::readings: as the machine metered it. Energy is above idling, and where none
// was metered by declared power (metric::EnergyAboveIdle of the median), else the reason why there is none. A stand-in's meters say
// nothing about the device it stands in for, so there only declared power counts.
[[nodiscard]] metric::Readings ReadingsOf(const Part& part, const Task& task);

// How ReadingsOf came to its energy, for record::Profile::energy_method; empty where it has none.
[[nodiscard]] std::string EnergyMethod(const Part& part, const Task& task);

}  // namespace dnntune::profiler
