// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "transport/stream.h"

namespace dnntune::transport {

// The standard output and input of a program that is started for it, as StartOnPipes has it: the agent itself or what reaches one.
// Its standard error stays this program's.
[[nodiscard]] Result<Stream> StartProgram(const std::vector<std::string>& command);

}  // namespace dnntune::transport
