// SPDX-License-Identifier: Apache-2.0
// The page's script and style, bundled from web/ at build time.
#pragma once

#include <string_view>

namespace dnntune::report {

[[nodiscard]] std::string_view PageScript();
[[nodiscard]] std::string_view PageStyle();

}  // namespace dnntune::report
