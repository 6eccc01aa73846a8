// SPDX-License-Identifier: Apache-2.0
// Which model files an engine reads: known here before any engine is asked, since the model is loaded first.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace dnntune::cli {

// The format that a zoo model is written in for the first of engines that are to run parts of it: the first that all of them read,
// so that tensors need not be converted, else the first that it reads itself.
[[nodiscard]] std::string_view FormatFor(std::span<const std::string> engines);

// The same choice among files of one model; the first file where the engine reads none of them.
[[nodiscard]] std::filesystem::path FileFor(std::span<const std::string> engines, std::span<const std::filesystem::path> files);

// The engine by name that runs files of a format where none is named. kBadInput for a format that is none.
[[nodiscard]] Result<std::string> EngineFor(std::string_view format);

// The format for the engine that is used where none is named.
[[nodiscard]] std::string_view DefaultFormat();

// kBadInput, naming both, where the engine does not read files of the format.
[[nodiscard]] Result<void> CheckReads(const std::string& engine, std::string_view format, const std::string& file);

}  // namespace dnntune::cli
