// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace dnntune::meter {

// Whether the processor's performance counters can be opened, tried and not guessed (perf_event_open(2)). Nothing: they can. Else
// why not and what to do. No meter reads them.
[[nodiscard]] std::string WhyNoHardwareCounters();

}  // namespace dnntune::meter
