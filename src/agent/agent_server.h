// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace dnntune::agent {

// The whole of dnntune-agent: serves one host on standard input, a stream socket, until it is gone, and ends the workers then.
// Returns the exit code.
[[nodiscard]] int ServeAgent();

}  // namespace dnntune::agent
