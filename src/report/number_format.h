// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "report/document.h"

namespace dnntune::report {

// A value for eyes, three significant digits with an SI prefix: "12.3 ms", "602 kB", "34.1 %".
[[nodiscard]] std::string FormatValue(double value, Hint hint);

// A cell for eyes: text as it is with control characters replaced, numbers with half of their 95 % interval ("12.3 ms ±0.2"),
// "unavailable" for what is missing.
[[nodiscard]] std::string FormatCell(const Cell& cell, Hint hint);

// What a JSON key or CSV column of this hint ends in: "_s", "_j", "_bytes"; "" for text, counts and ratios.
[[nodiscard]] const char* KeySuffix(Hint hint);

}  // namespace dnntune::report
