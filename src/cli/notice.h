// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace dnntune::cli {

// The file NOTICE: what is linked or loaded, by whom, under which licence.
[[nodiscard]] const char* Notice();

}  // namespace dnntune::cli
