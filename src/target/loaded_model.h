// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "engine/engine.h"
#include "format/format.h"
#include "format/signatures.h"
#include "record/profile.h"
#include "spec/spec.h"

namespace dnntune::target {

// A model's file as it was read.
struct LoadedModel {
  std::unique_ptr<format::Model> model;
  format::ReadOptions options;  // to read it again with shapes that a run has found
  std::filesystem::path file;
  record::ModelId id;
  std::filesystem::path given{};                  // the person's file, of which `file` may be one signature
  std::optional<std::string> note{};              // what a reader must know of the person's file
  std::shared_ptr<const TemporaryFolder> made{};  // keeps a `file` that is not the person's
};

// Engines that are to run parts of a model, the one that it is loaded for first.
using Engines = std::span<const engine::EngineInfo* const>;

// Settles which model a config means: a file that is not there gives way to the zoo's model of its name, which is noted in
// `unavailable`. kBadInput where no model is named or the zoo has none of that name (with the nearest); kIo where the file is
// missing.
[[nodiscard]] Result<spec::Model> ResolveModel(spec::Model model, std::vector<spec::Unavailable>& unavailable);

// Of a model the file for the engines: of several files the first that all of them read, else the first that the first of them
// reads; the zoo's is written in the same way where no file is given. kBadInput, naming both, where an engine reads none of them.
[[nodiscard]] Result<std::filesystem::path> FileFor(const spec::Model& model, Engines engines);

// The signature that the model names as a file of its own; the file itself where it names none, or where of several files this is
// one of a format without signatures. Errors as format::FileOfSignature.
[[nodiscard]] Result<format::SignatureFile> FileOfSignature(const spec::Model& model, const std::filesystem::path& file);

// Of a signature that the model names its own file.
// A zoo image model takes its shape in either order, [1,224,224,3] or [1,3,224,224]. Errors as format::Read; kBadInput where the
// inputs' type is not model.data_type.
[[nodiscard]] Result<LoadedModel> LoadModel(const spec::Model& model, const std::filesystem::path& file);

}  // namespace dnntune::target
