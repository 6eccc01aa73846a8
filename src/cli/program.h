// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace dnntune::cli {

// The whole program: parses, runs the verb, prints its document to stdout or its error to stderr. Returns the exit code.
[[nodiscard]] int RunProgram(int argc, char** argv);

}  // namespace dnntune::cli
