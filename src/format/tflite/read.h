// SPDX-License-Identifier: Apache-2.0
// TensorFlow Lite files (.tflite), read as FlatBuffers of schema version 3. FlatBuffers types stay in this folder.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/format.h"

namespace dnntune::format::tflite {

// Shapes are the file's own; a dimension that it leaves free is what options.input_shapes say, else 1 for the first (the batch).
// Errors as format::Read.
[[nodiscard]] Result<std::unique_ptr<Model>> Read(const std::filesystem::path& path, const ReadOptions& options);

// The same from the file's content. `path` is for messages.
[[nodiscard]] Result<std::unique_ptr<Model>> Parse(std::string bytes, const std::filesystem::path& path,
                                                   const ReadOptions& options);

// The operators' names by their place in the file's main subgraph, those of constants included: what an engine's own profile counts
// by. Fails where the content is not sound: the engine itself takes it on trust.
[[nodiscard]] Result<std::vector<std::string>> OperatorNames(std::string_view bytes, const std::filesystem::path& path);

// By the name of an input of the main subgraph, the places of the dimensions that the file leaves free; without those that have
// none. Fails as OperatorNames.
using FreeByInput = std::map<std::string, std::vector<int>>;
[[nodiscard]] Result<FreeByInput> FreeDimensions(std::string_view bytes, const std::filesystem::path& path);

}  // namespace dnntune::format::tflite
