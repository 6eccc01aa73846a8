// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace dnntune::device {

// The kernel's random id of this start of the machine, the same in all its containers: /proc/sys/kernel/random/boot_id of the file
// system at `root` (random(4)). kUnavailable where there is none; it is never made up.
[[nodiscard]] Result<std::string> BootId(const std::filesystem::path& root = "/");

}  // namespace dnntune::device
