// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/signatures.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "format/tflite/model.h"

namespace dnntune::format::tflite {
namespace {

Signatures SignaturesOf(const schema::Model& model) {
  Signatures signatures;
  if (model.signature_defs() == nullptr) return signatures;
  for (const schema::SignatureDef* signature : *model.signature_defs()) {
    signatures.names.push_back(signature->signature_key() == nullptr ? std::string() : signature->signature_key()->str());
    if (signature->subgraph_index() == 0 && signatures.first.empty()) signatures.first = signatures.names.back();
  }
  return signatures;
}

}  // namespace

Result<const schema::SignatureDef*> SignatureNamed(const schema::Model& model, const std::string& name) {
  const std::vector<std::string> names = SignaturesOf(model).names;
  if (names.empty()) return Fail(ErrorCode::kBadInput, "it has no signatures; leave model.signature out");
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    return Fail(ErrorCode::kBadInput, fmt::format("it has no signature '{}'; its signatures are {}", name, fmt::join(names, ", ")));
  }
  return model.signature_defs()->Get(static_cast<std::uint32_t>(found - names.begin()));
}

Result<Signatures> FindSignatures(std::string_view bytes, const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(const schema::Model* model, ParseFile(bytes, path));
  return SignaturesOf(*model);
}

Result<std::optional<std::string>> ExtractSignature(std::string bytes, const std::filesystem::path& path,
                                                    const std::string& signature) {
  ReadOptions options;
  options.allow_free_dimensions = true;
  ASSIGN_OR_RETURN(const auto model, ModelFile::Make(std::move(bytes), path, options, signature));
  if (model->IsFirstGraph()) return std::nullopt;
  ASSIGN_OR_RETURN(std::string own, model->Slice({}, {}));
  return own;
}

}  // namespace dnntune::format::tflite
