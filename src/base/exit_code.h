// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace dnntune {

struct ExitCodeRow {
  int code;
  std::string_view name;
  std::string_view meaning;
};

// Every exit code of every command, ascending. The source of `dnntune --help` and docs/cli.md.
[[nodiscard]] std::span<const ExitCodeRow> ExitCodes();

}  // namespace dnntune
