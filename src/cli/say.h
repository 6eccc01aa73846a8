// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace dnntune::cli {

// Writes to standard error, at once. Where nobody reads it any more the text is lost, and nothing else.
void Say(const std::string& text);

}  // namespace dnntune::cli
