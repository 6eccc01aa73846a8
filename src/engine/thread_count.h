// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace dnntune::engine {

// Threads that this process has now, the caller among them (/proc/self/task, proc(5)): what a library starts is seen by the
// difference.
[[nodiscard]] int ThreadCount();

}  // namespace dnntune::engine
