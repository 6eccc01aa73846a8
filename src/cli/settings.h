// SPDX-License-Identifier: Apache-2.0
// The settings that are compared: what flags with several values, and --setting, stand for.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/measuring.h"

namespace dnntune::cli {

struct Candidate {
  Chosen chosen;
  setting::Setting setting;  // without the cores' numbers, which only the machine knows
  std::string label;         // what tells it from the others
  std::string name;          // the label as a file's name
  std::string unavailable;   // why it is not even tried; empty: it is
};

// What several frameworks in a config file mean; as a flag they always mean each.
enum class ConfigList : std::uint8_t { kFirstInstalled, kEach };

// Every combination of the values that the flags name, and every one of `explicit_settings` ("framework=tflite threads=2"), for
// which the flags are defaults; duplicates of a combination are left out. One candidate where nothing is named twice. Errors as
// ChooseAsNamed; kBadInput for a key that is no setting's (with the nearest).
[[nodiscard]] Result<std::vector<Candidate>> Candidates(const MeasuringFlags& flags, std::span<const std::string> explicit_settings,
                                                        ConfigList config_list);

}  // namespace dnntune::cli
