// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace dnntune::agent {

// What an engine's program is called, ahead of the engine's name.
inline constexpr const char* kEnginePrefix = "engine-";

// The engines that the folders hold programs of, by name, each once.
[[nodiscard]] std::vector<std::string> EnginePrograms(std::span<const std::filesystem::path> folders);

}  // namespace dnntune::agent
