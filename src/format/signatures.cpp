// SPDX-License-Identifier: Apache-2.0
#include "format/signatures.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "format/format.h"
#include "format/tflite/signatures.h"

namespace dnntune::format {
namespace {

// Of the formats, .tflite alone has signatures: a frozen graph or an ONNX file is one model.
bool HasSignatures(const std::filesystem::path& file) {
  const auto format = FormatOf(file);
  return format && (*format)->name == "tflite";
}

}  // namespace

Result<Signatures> FindSignatures(const std::filesystem::path& file) {
  if (!HasSignatures(file)) return Signatures();
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(file));
  return tflite::FindSignatures(bytes, file);
}

std::optional<std::string> NoteOnOthers(const Signatures& signatures, const std::string& chosen) {
  const std::string& own = chosen.empty() ? signatures.first : chosen;
  std::vector<std::string> others;
  std::ranges::copy_if(signatures.names, std::back_inserter(others), [&](const std::string& name) { return name != own; });
  if (others.empty()) return std::nullopt;
  return fmt::format("this is {} of the file, which has {} other{}: {}; choose with model.signature or --signature",
                     own.empty() ? "the first graph" : "signature '" + own + "'", others.size(), others.size() == 1 ? "" : "s",
                     fmt::join(others, ", "));
}

Result<SignatureFile> FileOfSignature(const std::filesystem::path& file, const std::string& signature) {
  if (signature.empty()) return SignatureFile{file, nullptr};
  if (!HasSignatures(file)) {
    return Fail(ErrorCode::kBadInput,
                fmt::format("model {}: only .tflite files have signatures; leave model.signature out", file.string()));
  }
  ASSIGN_OR_RETURN(std::string bytes, ReadFile(file));
  ASSIGN_OR_RETURN(const auto own, tflite::ExtractSignature(std::move(bytes), file, signature));
  if (!own) return SignatureFile{file, nullptr};
  ASSIGN_OR_RETURN(TemporaryFolder folder, TemporaryFolder::Make());
  SignatureFile made{folder.path() / file.filename(), nullptr};
  TRY(WriteFile(made.path, *own));
  made.made = std::make_shared<const TemporaryFolder>(std::move(folder));
  return made;
}

}  // namespace dnntune::format
