// SPDX-License-Identifier: Apache-2.0
// What partition and explain share: two profiles, a link, and the config's objective and limits as flags.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/config_flags.h"
#include "cli/verb.h"
#include "partition/problem.h"

namespace dnntune::cli {

struct PartitionFlags {
  std::string device;  // profile documents
  std::string cloud;
  std::vector<spec::Override> link = {{"name", "wifi", "--link"}};  // keys of a link
  std::size_t top = 5;
  std::uint64_t seed = 1;
  ConfigFlags config;
};

// Declares the flags and has `run` called with them.
void ConfigurePartition(Command& command, VerbContext& context, Result<report::Document> (*run)(const PartitionFlags&));

// The problem with the profiles that it refers to. Not copied or moved.
struct LoadedProblem {
  record::Profile device;
  record::Profile cloud;
  std::unique_ptr<partition::Problem> problem;
};

// Errors of ReadProfile, LoadConfig, spec::Option::set and spec::ToLink.
[[nodiscard]] Result<std::unique_ptr<LoadedProblem>> LoadProblem(const PartitionFlags& flags);

}  // namespace dnntune::cli
