// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace dnntune::device {

// Parses the kernel's list form ("0-3,5"; Documentation/admin-guide/cputopology.rst). Ascending, each once; nothing for other text.
[[nodiscard]] std::optional<std::vector<int>> ParseCpuList(std::string_view text);

}  // namespace dnntune::device
