// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/result.h"
#include "engine/engine.h"

namespace dnntune::agent {

// The file descriptor on which the agent hands a worker its end of the connection.
inline constexpr int kWorkerSocket = 3;

// The whole of an engine program: serves one worker on kWorkerSocket until its peer is gone. Where the engine could not be made, it
// says so in answer to every call. Returns the exit code. Cores are set by the first setting that a session is opened with; Ctrl-C
// is the host's affair.
[[nodiscard]] int ServeWorker(Result<std::unique_ptr<engine::Engine>> engine);

}  // namespace dnntune::agent
