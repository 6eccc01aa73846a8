// SPDX-License-Identifier: Apache-2.0
// What partition and explain share: two profiles, a link, and the config's objective and limits as flags.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/config_flags.h"
#include "cli/verb.h"
#include "partition/problem.h"

namespace CLI {
class App;
}

namespace dnntune::cli {

struct PartitionFlags {
  std::string device;  // profile documents
  std::string cloud;
  std::string link = "wifi";
  std::optional<double> up_mbps, down_mbps, round_trip_ms;
  std::size_t top = 5;
  std::uint64_t seed = 1;
  ConfigFlags config;
};

// Declares the flags and has `run` called with them.
void ConfigurePartition(CLI::App& app, VerbContext& context, Result<report::Document> (*run)(const PartitionFlags&));

// The problem with the profiles that it refers to. Not copied or moved.
struct LoadedProblem {
  record::Profile device;
  record::Profile cloud;
  std::unique_ptr<partition::Problem> problem;
};

// Errors of ReadProfile, LoadConfig and spec::ToLink.
[[nodiscard]] Result<std::unique_ptr<LoadedProblem>> LoadProblem(const PartitionFlags& flags);

// What is to be known of the two devices, one sentence each.
[[nodiscard]] std::vector<std::string> NotesOf(const LoadedProblem& problem);

}  // namespace dnntune::cli
