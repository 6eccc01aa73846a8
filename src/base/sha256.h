// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace dnntune {

// SHA-256 (FIPS 180-4) as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string Sha256(std::string_view bytes);

// The same of a file's content, read in pieces. kIo when it cannot be read.
[[nodiscard]] Result<std::string> Sha256File(const std::filesystem::path& path);

}  // namespace dnntune
