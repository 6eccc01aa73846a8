// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace dnntune::agent {

// Where models are received: apart from the store until they are whole. kBadInput for an id or a name that is none, kIo for what
// cannot be written or arrived damaged.
class ModelInbox {
 public:
  explicit ModelInbox(std::filesystem::path store) : store_(std::move(store)) {}

  [[nodiscard]] bool Has(const std::string& id) const;
  Result<void> Put(const std::string& id, const std::string& name, std::uint64_t offset, std::string_view bytes) const;
  // Moves the model into the store. `hashes`: SHA-256 by name of its files.
  Result<void> Keep(const std::string& id, const std::map<std::string, std::string>& hashes) const;

 private:
  [[nodiscard]] Result<std::filesystem::path> Incoming(const std::string& id) const;

  std::filesystem::path store_;
};

}  // namespace dnntune::agent
