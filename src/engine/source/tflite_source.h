// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/source/model_source.h"
#include "format/tflite/read.h"

namespace dnntune::engine {

// A .tflite file or slice whose content has been checked, for engines that know its tensors by name.
struct TfliteSource {
  ModelSource model;
  format::tflite::RunFacts facts;
};

// What the request asks for; a copy of the file where an engine could not go by its names. Errors as
// ModelSources::For and format::tflite::FindRunFacts.
[[nodiscard]] Result<TfliteSource> MakeTfliteSource(ModelSources& sources, const OpenRequest& request);

}  // namespace dnntune::engine
