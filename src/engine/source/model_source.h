// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/result.h"
#include "engine/worker.h"
#include "format/format.h"

namespace dnntune::engine {

// What a session is to run: a file, or the bytes of a slice of it where they are not empty.
struct ModelSource {
  std::string file;
  std::string bytes;
  const graph::Graph* whole = nullptr;  // of the model that a slice is of, owned by ModelSources
};

// Cuts the slices that the sessions of one worker ask for. A model is read once however many slices of it are opened. For engines
// that run a file of a slice; not thread-safe.
class ModelSources {
 public:
  // Errors as format::Read and Model::Slice.
  [[nodiscard]] Result<ModelSource> For(const OpenRequest& request);
  // The slice that the request asks for even where that is the whole model: a copy in which every tensor has the name that it has
  // in the graph.
  [[nodiscard]] Result<ModelSource> CopyFor(const OpenRequest& request);

 private:
  std::map<std::string, std::unique_ptr<format::Model>> models_;
};

}  // namespace dnntune::engine
