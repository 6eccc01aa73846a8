// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "record/comparison.h"
#include "report/document.h"

namespace dnntune::report {

// Settings of one model side by side, the fastest first: latency, ratio with its interval, what is real and what a tie, energy and
// memory; and every layer where layers were measured.
[[nodiscard]] Document ComparisonDocument(const record::Comparison& comparison);

// The same of engines on one device, as a part of another document; `id` is the section's and in front of its table's.
[[nodiscard]] Section EnginesSection(const record::Comparison& comparison, const std::string& device, const std::string& id);

}  // namespace dnntune::report
