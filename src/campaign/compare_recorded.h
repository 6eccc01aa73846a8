// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "record/comparison.h"

namespace dnntune::campaign {

// Whether the word names a recorded run or profile and no model: a folder, or a file of JSON.
[[nodiscard]] bool IsRecorded(const std::string& path);

// Compares the profiles of recorded runs: folders, with every profile in them, and profile documents. kBadInput where a folder has
// none, there are fewer than two in all, or they are of different models (names both); kIo where a path leads nowhere.
[[nodiscard]] Result<record::Comparison> CompareRecorded(std::span<const std::string> paths);

}  // namespace dnntune::campaign
