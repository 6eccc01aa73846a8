// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "protocol/greeting.h"

namespace dnntune::agent {

// Of this program on the machine whose file system starts at `root`.
[[nodiscard]] protocol::Greeting Greet(const std::filesystem::path& root = "/");

}  // namespace dnntune::agent
