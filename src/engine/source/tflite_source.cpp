// SPDX-License-Identifier: Apache-2.0
#include "engine/source/tflite_source.h"

#include "base/file.h"

namespace dnntune::engine {
namespace {

Result<format::tflite::RunFacts> FactsOf(const ModelSource& model) {
  if (!model.bytes.empty()) return format::tflite::FindRunFacts(model.bytes, model.file);
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(model.file));
  return format::tflite::FindRunFacts(bytes, model.file);
}

}  // namespace

Result<TfliteSource> MakeTfliteSource(ModelSources& sources, const OpenRequest& request) {
  ASSIGN_OR_RETURN(ModelSource model, sources.For(request));
  ASSIGN_OR_RETURN(format::tflite::RunFacts facts, FactsOf(model));
  if (!facts.needs_copy) return TfliteSource{std::move(model), std::move(facts)};
  ASSIGN_OR_RETURN(model, sources.CopyFor(request));
  ASSIGN_OR_RETURN(facts, FactsOf(model));
  return TfliteSource{std::move(model), std::move(facts)};
}

}  // namespace dnntune::engine
