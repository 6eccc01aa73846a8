// SPDX-License-Identifier: Apache-2.0
#include "protocol/model_store.h"

#include <algorithm>
#include <cstdlib>

#include "base/file.h"
#include "base/sha256.h"

namespace dnntune::protocol {
namespace {

constexpr std::size_t kHashLength = 64;

bool IsHash(const std::string& text) {
  return text.size() == kHashLength && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

bool IsPlainName(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
         name.find('\0') == std::string::npos;
}

bool IsInnerPath(const std::string& path) {
  std::string_view rest = path;
  for (std::size_t slash = rest.find('/'); slash != std::string_view::npos; slash = rest.find('/')) {
    if (!IsPlainName(rest.substr(0, slash))) return false;
    rest.remove_prefix(slash + 1);
  }
  return IsPlainName(rest);
}

std::string NameWithin(const std::filesystem::path& first, const std::filesystem::path& file) {
  return file.lexically_relative(first.parent_path()).generic_string();
}

Result<std::string> ModelIdOf(std::span<const std::filesystem::path> files) {
  if (files.empty()) return Fail(ErrorCode::kInternal, "a model without files");
  std::string content;
  for (const std::filesystem::path& file : files) {
    ASSIGN_OR_RETURN(const std::string hash, Sha256File(file));
    content += NameWithin(files.front(), file) + '\n' + hash + '\n';
  }
  return Sha256(content) + "/" + files.front().filename().string();
}

std::filesystem::path ModelStore() {
  if (const char* store = std::getenv("DNNTUNE_MODELS")) return store;
  return CacheFolder() / "models";
}

Result<std::filesystem::path> ModelPath(const std::filesystem::path& store, const std::string& id) {
  const std::size_t slash = id.find('/');
  const bool is_id = slash == kHashLength && IsHash(id.substr(0, slash)) && IsPlainName(id.substr(slash + 1));
  if (!is_id) return Fail(ErrorCode::kBadInput, "'" + id + "' is no id of a model");
  return store / id.substr(0, slash) / id.substr(slash + 1);
}

}  // namespace dnntune::protocol
