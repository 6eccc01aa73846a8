// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "record/profile.h"
#include "report/document.h"
#include "spec/spec.h"

namespace dnntune::report {

// A whole model by itself: the spread of its latency, loading and memory, and what was asked for and is not here.
[[nodiscard]] Document BenchDocument(const record::Profile& profile, const metric::Quantity<Seconds>& load_time,
                                     std::span<const spec::Unavailable> unavailable);

}  // namespace dnntune::report
