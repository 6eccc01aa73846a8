// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace dnntune::agent {

// The whole of dnntune-agent: serves one host that writes to its standard input and reads its standard output, until the input
// ends, and ends the workers then. The two may be pipes or sockets, or one socket. What else is printed, here or by a worker, goes
// to standard error. Returns the exit code: kUsage where the two are nothing that a host can be at the other end of.
[[nodiscard]] int ServeAgent();

}  // namespace dnntune::agent
