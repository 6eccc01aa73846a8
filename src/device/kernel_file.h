// SPDX-License-Identifier: Apache-2.0
// The kernel's files in /proc and /sys as text.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace dnntune::device {

// The first line; nothing where the file does not exist.
[[nodiscard]] std::optional<std::string> FirstLine(const std::filesystem::path& path);

// The number that the first line begins with.
[[nodiscard]] std::optional<std::int64_t> ReadNumber(const std::filesystem::path& path);

// The value of "key : value" or "key: value" in a file of such lines.
[[nodiscard]] std::optional<std::string> Field(const std::filesystem::path& path, std::string_view key);

}  // namespace dnntune::device
