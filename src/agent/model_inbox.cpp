// SPDX-License-Identifier: Apache-2.0
#include "agent/model_inbox.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/descriptor.h"
#include "base/file.h"
#include "base/sha256.h"
#include "protocol/model_store.h"

namespace dnntune::agent {
namespace fs = std::filesystem;
namespace {

Result<void> WriteAt(const fs::path& path, std::uint64_t offset, std::string_view bytes) {
  const Descriptor file(::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
  std::size_t done = 0;
  while (file.IsOpen() && done < bytes.size()) {
    const ssize_t written = ::pwrite(file.get(), bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
    if (written <= 0) break;
    done += static_cast<std::size_t>(written);
  }
  if (file.IsOpen() && done == bytes.size()) return {};
  return Fail(ErrorCode::kIo, "cannot write " + path.string() + ": " + std::strerror(errno));
}

}  // namespace

bool ModelInbox::Has(const std::string& id) const {
  const auto path = protocol::ModelPath(store_, id);
  std::error_code ignored;
  return path && fs::exists(*path, ignored);
}

Result<void> ModelInbox::Put(const std::string& id, const std::string& name, std::uint64_t offset, std::string_view bytes) const {
  ASSIGN_OR_RETURN(const fs::path folder, Incoming(id));
  if (!protocol::IsInnerPath(name))
    return Fail(ErrorCode::kBadInput, "a file of a model must have a path within the model's folder");
  const fs::path file = folder / name;
  TRY(MakeFolder(file.parent_path()));
  return WriteAt(file, offset, bytes);
}

Result<void> ModelInbox::Keep(const std::string& id, const std::map<std::string, std::string>& hashes) const {
  ASSIGN_OR_RETURN(const fs::path folder, Incoming(id));
  for (const auto& [name, expected] : hashes) {
    ASSIGN_OR_RETURN(const std::string hash, Sha256File(folder / name));
    if (hash != expected) return Fail(ErrorCode::kIo, "file '" + name + "' of the model arrived damaged; try again");
  }
  ASSIGN_OR_RETURN(const fs::path path, protocol::ModelPath(store_, id));
  std::error_code error;
  fs::rename(folder, path.parent_path(), error);
  std::error_code ignored;
  if (error && !fs::exists(path, ignored))
    return Fail(ErrorCode::kIo, "cannot keep the model in " + store_.string() + ": " + error.message());
  fs::remove_all(folder, ignored);
  return {};
}

Result<fs::path> ModelInbox::Incoming(const std::string& id) const {
  ASSIGN_OR_RETURN(const fs::path path, protocol::ModelPath(store_, id));
  const fs::path folder = store_ / (path.parent_path().filename().string() + ".part" + std::to_string(::getpid()));
  TRY(MakeFolder(folder));
  return folder;
}

}  // namespace dnntune::agent
