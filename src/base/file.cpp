// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
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

Result<void> WriteAndFlush(int fd, const ByteSource& source, const fs::path& path) {
  TRY(source([&](std::string_view bytes) { return WriteAll(fd, bytes, path); }));
  return Flush(fd, path);
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
  if (path.has_parent_path()) TRY(MakeFolder(path.parent_path()));
  std::string temporary = path.string() + ".XXXXXX";
  {
    const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
    if (file.get() < 0) return FailErrno("write", path, errno);
    ::fchmod(file.get(), 0644);
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
