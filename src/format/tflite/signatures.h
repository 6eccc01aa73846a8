// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "format/signatures.h"

namespace dnntune::format::tflite {

// kBadInput where the content is not sound. `path` is for messages.
[[nodiscard]] Result<Signatures> FindSignatures(std::string_view bytes, const std::filesystem::path& path);

// A file whose first graph, and only signature, is the one of that name; nothing where it is the first of this file. kBadInput,
// listing the names, where it has none such; kUnavailable where it cannot be copied.
[[nodiscard]] Result<std::optional<std::string>> ExtractSignature(std::string bytes, const std::filesystem::path& path,
                                                                  const std::string& signature);

}  // namespace dnntune::format::tflite
