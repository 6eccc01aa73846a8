// SPDX-License-Identifier: Apache-2.0
#include "engine/source/model_source.h"

#include <filesystem>

namespace dnntune::engine {

Result<ModelSource> ModelSources::For(const OpenRequest& request) {
  if (std::error_code ignored; !std::filesystem::is_regular_file(request.model, ignored)) {
    return Fail(ErrorCode::kIo, "cannot open model " + request.model + ": no such file; check the path");
  }
  if (request.inputs.empty() && request.outputs.empty()) return ModelSource{.file = request.model, .bytes = {}, .whole = nullptr};
  return CopyFor(request);
}

Result<ModelSource> ModelSources::CopyFor(const OpenRequest& request) {
  auto found = models_.find(request.model);
  if (found == models_.end()) {
    format::ReadOptions options;
    options.allow_free_dimensions = true;  // a slice's true shapes come with the tensors
    ASSIGN_OR_RETURN(auto model, format::Read(request.model, options));
    found = models_.emplace(request.model, std::move(model)).first;
  }
  ModelSource source{.file = request.model, .bytes = {}, .whole = &found->second->graph()};
  format::KnownTensors known;
  for (const TensorInfo& info : request.known) known.emplace(info.name, format::KnownTensor{info.dtype, info.shape});
  ASSIGN_OR_RETURN(source.bytes, found->second->Slice(request.inputs, request.outputs, known));
  return source;
}

}  // namespace dnntune::engine
