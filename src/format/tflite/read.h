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

// What a program that runs a file has to know of its first graph and an engine does not tell.
struct RunFacts {
  // By their place in the graph, those of constants included: what an engine's own profile counts by.
  std::vector<std::string> operators{};
  // By the name of an input, the places of the dimensions that the file leaves free; without those that have none.
  std::map<std::string, std::vector<int>> free{};
  // An engine that goes by names or signatures would not find the graph or all its inputs and outputs: not each of them has a name
  // of its own in the file, or the first signature is not of this graph. A slice of the whole has neither fault.
  bool needs_copy = false;
};
// Fails where the content is not sound: engines take it on trust.
[[nodiscard]] Result<RunFacts> FindRunFacts(std::string_view bytes, const std::filesystem::path& path);

}  // namespace dnntune::format::tflite
