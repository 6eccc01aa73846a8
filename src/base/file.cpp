// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <system_error>

#include "base/descriptor.h"

namespace dnntune {
namespace fs = std::filesystem;
namespace {

tl::unexpected<Error> FailErrno(std::string_view action, const fs::path& path, int number) {
  return Fail(ErrorCode::kIo,
              "cannot " + std::string(action) + " " + path.string() + ": " + std::generic_category().message(number));
}

Result<void> WriteAll(int fd, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FailErrno("write", path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> Flush(int fd, const fs::path& path) {
  if (::fsync(fd) != 0 && errno != EINVAL && errno != EROFS) return FailErrno("flush", path, errno);
  return {};
}

// What the path leads to over links, which may lead to nothing yet.
Result<fs::path> LinkedFile(fs::path path) {
  constexpr int kMostLinks = 40;  // as the kernel follows (path_resolution(7))
  std::error_code error;
  for (int links = 0; fs::is_symlink(fs::symlink_status(path, error)); ++links) {
    if (links == kMostLinks) return FailErrno("write", path, ELOOP);
    const fs::path next = fs::read_symlink(path, error);
    if (error) return FailErrno("write", path, error.value());
    path = path.parent_path() / next;
  }
  return path;
}

// A new file beside it, with the rights that the process gives to new files.
Result<Descriptor> OpenBeside(const fs::path& path, std::string& name) {
  constexpr int kMostNames = 1000;
  for (int i = 0; i < kMostNames; ++i) {
    name = path.string() + "." + std::to_string(::getpid()) + "-" + std::to_string(i);
    Descriptor file(::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (file.IsOpen()) return file;
    if (errno != EEXIST) break;
  }
  return FailErrno("write", path, errno);
}

Result<void> WriteAndFlush(int fd, const ByteSource& source, const fs::path& path) {
  TRY(source([&](std::string_view bytes) { return WriteAll(fd, bytes, path); }));
  return Flush(fd, path);
}

// With these rights, or those of new files.
Result<void> Replace(const fs::path& path, std::optional<mode_t> rights, const ByteSource& source) {
  std::string temporary;
  {
    ASSIGN_OR_RETURN(const Descriptor file, OpenBeside(path, temporary));
    if (rights) ::fchmod(file.get(), *rights);
    if (auto written = WriteAndFlush(file.get(), source, path); !written) {
      ::unlink(temporary.c_str());
      return written;
    }
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int number = errno;
    ::unlink(temporary.c_str());
    return FailErrno("write", path, number);
  }
  return {};
}

// A device, a pipe or a socket is no file that another could take the place of.
Result<void> WriteInto(const fs::path& path, const ByteSource& source) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC));
  if (!file.IsOpen()) return FailErrno("write", path, errno);
  return WriteAndFlush(file.get(), source, path);
}

}  // namespace

Result<std::string> ReadFile(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return FailErrno("read", path, errno);
  std::string bytes;
  std::error_code ignored;
  if (const auto size = fs::file_size(path, ignored); !ignored) bytes.reserve(size);
  char buffer[1 << 16];
  while (true) {
    const ssize_t count = ::read(file.get(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FailErrno("read", path, errno);
    if (count == 0) return bytes;
    bytes.append(buffer, static_cast<std::size_t>(count));
  }
}

Result<void> WriteFile(const fs::path& path, std::string_view bytes) {
  return WriteFile(path, [&](const ByteSink& sink) { return sink(bytes); });
}

Result<void> WriteFile(const fs::path& path, const ByteSource& source) {
  struct stat there {};
  if (::stat(path.c_str(), &there) != 0) {
    ASSIGN_OR_RETURN(const fs::path target, LinkedFile(path));
    if (target.has_parent_path()) TRY(MakeFolder(target.parent_path()));
    return Replace(target, std::nullopt, source);
  }
  if (!S_ISREG(there.st_mode)) return WriteInto(path, source);
  std::error_code error;
  const fs::path target = fs::canonical(path, error);
  if (error) return FailErrno("write", path, error.value());
  return Replace(target, there.st_mode & 07777, source);
}

Result<void> MakeFolder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return FailErrno("create folder", path, error.value());
  return {};
}

std::filesystem::path CacheFolder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != '\0')
    return std::filesystem::path(cache) / "dnntune";
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home != nullptr ? home : "/tmp") / ".cache" / "dnntune";
}

Result<TemporaryFolder> TemporaryFolder::Make() {
  std::error_code error;
  const fs::path root = fs::temp_directory_path(error);
  if (error) return FailErrno("find the temporary folder", root, error.value());
  std::string pattern = (root / "dnntune-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) return FailErrno("create folder", pattern, errno);
  return TemporaryFolder(pattern);
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

TemporaryFolder& TemporaryFolder::operator=(TemporaryFolder&& other) noexcept {
  std::swap(path_, other.path_);
  return *this;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace dnntune
