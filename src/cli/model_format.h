// SPDX-License-Identifier: Apache-2.0
// Which model files an engine reads: known here before any engine is asked, since the model is loaded first.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace dnntune::cli {

// The format that a zoo model is written in for engines that are to run parts of it: the first that all of them read. kUnavailable
// where there is none.
[[nodiscard]] Result<std::string_view> FormatFor(std::span<const std::string> engines);

// The same for the engine that is used where none is named.
[[nodiscard]] std::string_view DefaultFormat();

// kBadInput, naming both, where the engine does not read files of the format.
[[nodiscard]] Result<void> CheckReads(const std::string& engine, std::string_view format, const std::string& file);

}  // namespace dnntune::cli
