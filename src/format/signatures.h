// SPDX-License-Identifier: Apache-2.0
// Files that are several models in one, each with an entry point of a name: a signature. One of them is made a file of its own, and
// from there on is a model as any other.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"

namespace dnntune::format {

// The signatures of a file in its order; none where the format or the file has none.
struct Signatures {
  std::vector<std::string> names;
  std::string first;  // of the file's first graph, which is the model where none is chosen; empty where that has no name
};
// kIo, kBadInput: the file cannot be read.
[[nodiscard]] Result<Signatures> FindSignatures(const std::filesystem::path& file);

// What a reader has to know where the file has more than `chosen` (empty: its first graph), and how to choose; nothing where it
// has not.
[[nodiscard]] std::optional<std::string> NoteOnOthers(const Signatures& signatures, const std::string& chosen);

// A model file, and what keeps it where it was made.
struct SignatureFile {
  std::filesystem::path path;
  std::shared_ptr<const TemporaryFolder> made;  // null: `path` is the person's own
};
// The signature as a file of the same name; the file itself where that begins with it, or `signature` is empty. kBadInput, listing
// the names, where it has none such.
[[nodiscard]] Result<SignatureFile> FileOfSignature(const std::filesystem::path& file, const std::string& signature);

}  // namespace dnntune::format
