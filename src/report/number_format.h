// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/document.h"

namespace dnntune::report {

// A value for eyes, three significant digits with an SI prefix: "12.3 ms", "602 kB", "34.1 %".
[[nodiscard]] std::string FormatValue(double value, Hint hint);

// A text for eyes: control characters replaced but for those of `kept`. A model's names may hold anything; a terminal must not obey
// them.
[[nodiscard]] std::string Harmless(const std::string& text, std::string_view kept = "");

// A cell for eyes: text as it is with control characters replaced, numbers with half of their 95 % interval ("12.3 ms ±0.2"),
// "unavailable" for what is missing.
[[nodiscard]] std::string FormatCell(const Cell& cell, Hint hint);

// For a sentence: "a", "a and b", "a, b and c".
[[nodiscard]] std::string Joined(const std::vector<std::string>& names);

// What a JSON key or CSV column of this hint ends in: "_s", "_j", "_bytes"; "" for text, counts and ratios.
[[nodiscard]] const char* KeySuffix(Hint hint);

}  // namespace dnntune::report
