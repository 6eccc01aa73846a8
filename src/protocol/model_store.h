// SPDX-License-Identifier: Apache-2.0
// Model files by the hash of their content, so that they travel to a machine once.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace dnntune::protocol {

// What a file of a model is called within it: its path from the folder of the first one.
[[nodiscard]] std::string NameWithin(const std::filesystem::path& first, const std::filesystem::path& file);

// "<SHA-256 over names and contents>/<name of the first file>": what OpenRequest::model is for a worker in another process.
[[nodiscard]] Result<std::string> ModelIdOf(std::span<const std::filesystem::path> files);

// ${XDG_CACHE_HOME:-~/.cache}/dnntune/models, or $DNNTUNE_MODELS.
[[nodiscard]] std::filesystem::path ModelStore();

// Where the model's first file lies, or would. kBadInput for text that is no id: nothing may lead out of the store.
[[nodiscard]] Result<std::filesystem::path> ModelPath(const std::filesystem::path& store, const std::string& id);

// A file name that is nothing but a name.
[[nodiscard]] bool IsPlainName(std::string_view name);

// A path that names a file of a folder or of folders in it: relative, without "." and "..".
[[nodiscard]] bool IsInnerPath(const std::string& path);

}  // namespace dnntune::protocol
