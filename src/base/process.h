// SPDX-License-Identifier: Apache-2.0
// Other programs, each in a process of its own.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"

namespace dnntune {

// A child and this process's ends of the byte stream that it was given.
struct Child {
  pid_t pid = -1;
  Descriptor from;  // to read
  Descriptor to;    // to write; none where `from` is a socket that does both
};

// The two below start a program in a process group of its own, so that Ctrl-C does not reach it. It inherits nothing but what it is
// given and what of standard input, output and error is left. kIo where it cannot be started. A child that asks for it
// (PR_SET_PDEATHSIG) ends with the thread that started it.

// With its end of a stream socket as descriptor `child_socket`.
[[nodiscard]] Result<Child> StartOnSocket(const std::filesystem::path& program, int child_socket);

// With pipes on its standard input and output. `command`: the program, looked for on PATH where it has no slash, and its arguments.
[[nodiscard]] Result<Child> StartOnPipes(const std::vector<std::string>& command);

// Sends a stream socket all of the request, and takes what comes back until its end. kMeasurement where that takes longer than
// `limit`; a peer that goes early has sent less.
[[nodiscard]] Result<std::string> Exchange(const Descriptor& socket, std::string_view request, std::chrono::milliseconds limit);

// Ends the child if it lives and says how it ended: "was killed by signal 9 (Killed)", "ended with exit code 1". Waits up to
// `grace_ms` for it to end by itself first.
[[nodiscard]] std::string EndChild(pid_t pid, int grace_ms);

// A program of ours: beside this one, else in ../libexec/dnntune. kUnavailable where there is none.
[[nodiscard]] Result<std::filesystem::path> FindProgram(const std::string& name);

// The folders that FindProgram looks into, in order.
[[nodiscard]] std::vector<std::filesystem::path> ProgramFolders();

}  // namespace dnntune
