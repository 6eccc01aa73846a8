// SPDX-License-Identifier: Apache-2.0
// Frozen TensorFlow graphs (GraphDef, .pb), read with a .proto of our own. Its types stay in this folder.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "format/format.h"

namespace dnntune::format::tensorflow {

// Reads a GraphDef without variables. Inputs are its Placeholders as far as its outputs need them, outputs the tensors that nothing
// reads, unless options or the slice that it is say otherwise. Shapes as far as our own rules tell or options give them. Constants
// and what depends on nothing else are parameters of those that read them; an Identity that is a tensor's only reader gives the
// tensor its name. Errors as format::Read.
[[nodiscard]] Result<std::unique_ptr<Model>> Read(const std::filesystem::path& path, const ReadOptions& options);

// The same from the file's content. `path` is for messages.
[[nodiscard]] Result<std::unique_ptr<Model>> Parse(const std::string& bytes, const std::filesystem::path& path,
                                                   const ReadOptions& options);

// A tensor at a model's edge, and where the graph has it: node "split.1" of a slice may stand for "split:1" of the whole.
struct ModelEdge {
  std::string tensor;
  std::string node;
  int output = 0;
};
struct ModelEdges {
  std::vector<ModelEdge> inputs;
  std::vector<ModelEdge> outputs;
};
// What to feed and to fetch to run the file's own inputs and outputs. Errors as Parse.
[[nodiscard]] Result<ModelEdges> FindEdges(const std::string& bytes, const std::filesystem::path& path);

}  // namespace dnntune::format::tensorflow
