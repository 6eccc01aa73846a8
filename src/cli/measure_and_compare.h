// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/measure_by_turns.h"
#include "report/document.h"

namespace dnntune::cli {

// Measures the candidates by turns, compares them and writes profiles, comparison.json and reports into the run's folder, which
// `resume` names where one is to go on. What cannot be measured is a row with its reason. Errors: kInterrupted after Ctrl-C, with
// what was measured saved; kIo; where nothing could be measured that of the first.
[[nodiscard]] Result<report::Document> MeasureAndCompare(std::span<const Candidate> candidates, Extent extent,
                                                         const std::string& resume = "");

}  // namespace dnntune::cli
