// SPDX-License-Identifier: Apache-2.0
// TensorFlow Lite files (.tflite), read as FlatBuffers of schema version 3. FlatBuffers types stay in this folder.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "format/format.h"

namespace dnntune::format {

// Shapes are the file's own; a dimension that it leaves free is what options.input_shapes say, else 1 for the first (the batch).
// Errors as format::Read.
[[nodiscard]] Result<std::unique_ptr<Model>> ReadTflite(const std::filesystem::path& path, const ReadOptions& options);

// The same from the file's content. `path` is for messages.
[[nodiscard]] Result<std::unique_ptr<Model>> ParseTflite(std::string bytes, const std::filesystem::path& path,
                                                         const ReadOptions& options);

}  // namespace dnntune::format
