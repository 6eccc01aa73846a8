// SPDX-License-Identifier: Apache-2.0
#include "base/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <initializer_list>

namespace dnntune {
namespace {

constexpr int kPipeBytes = 1 << 20;  // as many as an ordinary user may have by default (pipe(7))

// A descriptor of ours and its number in the child, where it is not closed on exec.
struct Given {
  int own;
  int as;
};

Result<pid_t> Spawn(const std::vector<std::string>& command, std::initializer_list<Given> given) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  for (const Given& one : given) ::posix_spawn_file_actions_adddup2(&actions, one.own, one.as);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t pid = -1;
  const int reason = ::posix_spawnp(&pid, arguments[0], &actions, &attributes, arguments.data(), environ);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  if (reason == 0) return pid;
  return Fail(ErrorCode::kIo, fmt::format("cannot start {}: {}", command[0], std::strerror(reason)));
}

struct Pipe {
  Descriptor out;  // to read
  Descriptor in;   // to write
};

// Above the standard descriptors, of which some may be closed here: a child's are set one after the other.
Descriptor Lifted(int fd) {
  if (fd > STDERR_FILENO) return Descriptor(fd);
  const Descriptor low(fd);
  return Descriptor(::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
}

Result<Pipe> MakePipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return Fail(ErrorCode::kIo, fmt::format("cannot make a pipe: {}", std::strerror(errno)));
  // Tensors are large, and every full pipe costs two changes of process. The kernel may refuse; the pipe works all the same.
  (void)::fcntl(ends[1], F_SETPIPE_SZ, kPipeBytes);
  return Pipe{Lifted(ends[0]), Lifted(ends[1])};
}

std::string Describe(int status) {
  if (WIFSIGNALED(status)) return fmt::format("was killed by signal {} ({})", WTERMSIG(status), ::strsignal(WTERMSIG(status)));
  return fmt::format("ended with exit code {}", WEXITSTATUS(status));
}

}  // namespace

Result<Child> StartOnSocket(const std::filesystem::path& program, int child_socket) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return Fail(ErrorCode::kIo, fmt::format("cannot make a socket: {}", std::strerror(errno)));
  }
  Descriptor own(ends[0]);
  const Descriptor theirs(ends[1]);
  ASSIGN_OR_RETURN(const pid_t pid, Spawn({program.string()}, {{theirs.get(), child_socket}}));
  return Child{pid, std::move(own), Descriptor()};
}

Result<Child> StartOnPipes(const std::vector<std::string>& command) {
  ASSIGN_OR_RETURN(Pipe input, MakePipe());
  ASSIGN_OR_RETURN(Pipe output, MakePipe());
  ASSIGN_OR_RETURN(const pid_t pid, Spawn(command, {{input.out.get(), STDIN_FILENO}, {output.in.get(), STDOUT_FILENO}}));
  return Child{pid, std::move(output.out), std::move(input.in)};
}

Result<std::string> Exchange(const Descriptor& socket, std::string_view request, std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  std::string answer;
  std::vector<char> buffer(1 << 16);
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    pollfd wanted{socket.get(), static_cast<short>(request.empty() ? POLLIN : POLLIN | POLLOUT), 0};
    if (left <= 0 || ::poll(&wanted, 1, static_cast<int>(left)) == 0) {
      return Fail(ErrorCode::kMeasurement, fmt::format("no answer within {} ms", limit.count()));
    }
    if (!request.empty() && (wanted.revents & POLLOUT) != 0) {
      const ssize_t sent = ::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      request.remove_prefix(sent > 0 ? static_cast<std::size_t>(sent) : errno == EAGAIN || errno == EINTR ? 0 : request.size());
      if (request.empty()) (void)::shutdown(socket.get(), SHUT_WR);
    }
    if ((wanted.revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
    const ssize_t got = ::recv(socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got > 0) answer.append(buffer.data(), static_cast<std::size_t>(got));
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return answer;
  }
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
