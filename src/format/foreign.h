// SPDX-License-Identifier: Apache-2.0
// Model files of kinds that are not read here, told by their content where it tells them, else by their name.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace dnntune::format {

// What the file is and the command that makes a file of it that can be read, as two clauses of an error; none where it is of no
// known foreign kind, or cannot be read. Reads a few kilobytes of a regular file and opens nothing else.
[[nodiscard]] std::optional<std::string> ForeignKind(const std::filesystem::path& path);

}  // namespace dnntune::format
