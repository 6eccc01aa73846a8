// SPDX-License-Identifier: Apache-2.0
// Whole files, read and written with errors that name the path and the reason.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/byte_stream.h"
#include "base/result.h"

namespace dnntune {

// The file's bytes. kIo when it is missing, unreadable or a folder.
[[nodiscard]] Result<std::string> ReadFile(const std::filesystem::path& path);

// Writes through a temporary file beside `path`, flushes it to the disk and renames it, so that a reader sees the old file or the
// whole new one, which keeps the old one's rights; makes missing parent folders. A link is followed. What is there and no regular
// file, such as a device or a FIFO, is written into and never replaced. kIo on failure, a full disk included, with the old file
// left as it was.
[[nodiscard]] Result<void> WriteFile(const std::filesystem::path& path, std::string_view bytes);

// The same for bytes that are made while they are written; an error of the source ends it like a full disk.
[[nodiscard]] Result<void> WriteFile(const std::filesystem::path& path, const ByteSource& source);

// Creates the folder and its parents. kIo on failure.
[[nodiscard]] Result<void> MakeFolder(const std::filesystem::path& path);

// ${XDG_CACHE_HOME:-~/.cache}/dnntune.
[[nodiscard]] std::filesystem::path CacheFolder();

// A folder of its own under the system's temporary folder, removed with its content on destruction. Move-only.
class TemporaryFolder {
 public:
  [[nodiscard]] static Result<TemporaryFolder> Make();
  TemporaryFolder(TemporaryFolder&& other) noexcept;
  TemporaryFolder& operator=(TemporaryFolder&& other) noexcept;
  ~TemporaryFolder();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace dnntune
