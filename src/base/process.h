// SPDX-License-Identifier: Apache-2.0
// Programs of ours, each in a process of its own.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace dnntune {

// A child and this process's end of the stream socket that it was given.
struct Child {
  pid_t pid = -1;
  int socket = -1;  // the caller closes it
};

// Starts `program` in a process group of its own, so that Ctrl-C does not reach it, with its end of a stream socket as descriptor
// `child_socket` (0 for standard input, else 3) and everything else closed on exec. kIo where it cannot be started.
[[nodiscard]] Result<Child> StartChild(const std::filesystem::path& program, int child_socket);

// Ends the child if it lives and says how it ended: "was killed by signal 9 (Killed)", "ended with exit code 1". Waits up to
// `grace_ms` for it to end by itself first.
[[nodiscard]] std::string EndChild(pid_t pid, int grace_ms);

// A program of ours: beside this one, else in ../libexec/dnntune. kUnavailable where there is none.
[[nodiscard]] Result<std::filesystem::path> FindProgram(const std::string& name);

// The folders that FindProgram looks into, in order.
[[nodiscard]] std::vector<std::filesystem::path> ProgramFolders();

}  // namespace dnntune
