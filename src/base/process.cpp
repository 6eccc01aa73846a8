// SPDX-License-Identifier: Apache-2.0
#include "base/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace dnntune {
namespace {

// Between fork and exec only what is async-signal-safe.
[[noreturn]] void Become(const char* program, int socket, int as) {
  ::setpgid(0, 0);
  if (socket == as) {
    ::fcntl(socket, F_SETFD, 0);
  } else {
    ::dup2(socket, as);
  }
  ::execl(program, program, static_cast<char*>(nullptr));
  ::_exit(127);
}

std::string Describe(int status) {
  if (WIFSIGNALED(status)) return fmt::format("was killed by signal {} ({})", WTERMSIG(status), ::strsignal(WTERMSIG(status)));
  return fmt::format("ended with exit code {}", WEXITSTATUS(status));
}

}  // namespace

Result<Child> StartChild(const std::filesystem::path& program, int child_socket) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return Fail(ErrorCode::kIo, fmt::format("cannot make a socket: {}", std::strerror(errno)));
  }
  const std::string path = program.string();
  const pid_t pid = ::fork();
  if (pid == 0) Become(path.c_str(), ends[1], child_socket);
  const int reason = errno;
  ::close(ends[1]);
  if (pid > 0) return Child{pid, ends[0]};
  ::close(ends[0]);
  return Fail(ErrorCode::kIo, fmt::format("cannot start {}: {}", path, std::strerror(reason)));
}

std::string EndChild(pid_t pid, int grace_ms) {
  int status = 0;
  constexpr int kStep = 5;
  for (int waited = 0; waited < grace_ms; waited += kStep) {
    if (::waitpid(pid, &status, WNOHANG) == pid) return Describe(status);
    ::poll(nullptr, 0, kStep);
  }
  ::kill(-pid, SIGKILL);
  ::kill(pid, SIGKILL);
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return "did not end by itself and was killed";
}

std::filesystem::path OwnFolder() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::path(".") : self.parent_path();
}

std::vector<std::filesystem::path> ProgramFolders() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path own = error ? std::filesystem::path(".") : self.parent_path();
  return {own, own / "../libexec/dnntune"};
}

Result<std::filesystem::path> FindProgram(const std::string& name) {
  const auto folders = ProgramFolders();
  for (const auto& folder : folders) {
    if (::access((folder / name).c_str(), X_OK) == 0) return folder / name;
  }
  return Fail(ErrorCode::kUnavailable,
              fmt::format("there is no program {} beside {}; install or build it", name, folders.front().string()));
}

}  // namespace dnntune
