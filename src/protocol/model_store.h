// SPDX-License-Identifier: Apache-2.0
// Model files by the hash of their content, so that they travel to a machine once.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "base/result.h"

namespace dnntune::protocol {

// "<SHA-256 over names and contents>/<name of the first file>": what OpenRequest::model is for a worker in another process.
[[nodiscard]] Result<std::string> ModelIdOf(std::span<const std::filesystem::path> files);

// ${XDG_CACHE_HOME:-~/.cache}/dnntune/models, or $DNNTUNE_MODELS.
[[nodiscard]] std::filesystem::path ModelStore();

// Where the model's first file lies, or would. kBadInput for text that is no id: nothing may lead out of the store.
[[nodiscard]] Result<std::filesystem::path> ModelPath(const std::filesystem::path& store, const std::string& id);

// A file name that is nothing but a name.
[[nodiscard]] bool IsPlainName(const std::string& name);

}  // namespace dnntune::protocol
