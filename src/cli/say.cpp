// SPDX-License-Identifier: Apache-2.0
#include "cli/say.h"

#include <cstdio>

namespace dnntune::cli {

void Say(const std::string& text) {
  (void)std::fputs(text.c_str(), stderr);
  (void)std::fflush(stderr);
}

}  // namespace dnntune::cli
