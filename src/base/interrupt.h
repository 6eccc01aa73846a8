// SPDX-License-Identifier: Apache-2.0
// Ctrl-C as a flag that long work looks at between steps.
#pragma once

namespace dnntune {

// Makes SIGINT and SIGTERM set a flag instead of ending the process; a second signal ends it at once. Call once, from main.
void CatchInterrupts();

// Whether a signal has come since CatchInterrupts. Async-signal-safe and thread-safe.
[[nodiscard]] bool IsInterrupted();

// Sets or clears the flag as a signal would, for tests.
void SetInterrupted(bool interrupted);

}  // namespace dnntune
