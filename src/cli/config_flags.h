// SPDX-License-Identifier: Apache-2.0
// Every key of the config as a flag.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/command.h"
#include "spec/load.h"
#include "spec/options.h"

namespace dnntune::cli {

struct ConfigFlags {
  std::string file;  // empty: none
  std::vector<spec::Override> overrides;
  std::vector<std::string> sets;  // KEY=VALUE
};

// Adds --PART.KEY for every option, its alias, --links and --set KEY=VALUE, in a group of their own; of `parts` only, where
// any are given. `flags` must outlive parsing.
void AddConfigFlags(Command& command, ConfigFlags& flags, std::span<const spec::Part> parts = {});

// What bench and profile need of the config: nothing that decides.
inline constexpr spec::Part kMeasuringParts[] = {spec::Part::kModel, spec::Part::kDevice, spec::Part::kProfiling,
                                                 spec::Part::kOutput};

// kUsage for a --set without '='; errors of spec::Load.
[[nodiscard]] Result<spec::Loaded> LoadConfig(const ConfigFlags& flags);

}  // namespace dnntune::cli
