// SPDX-License-Identifier: Apache-2.0
#include "agent/engine_programs.h"

#include <unistd.h>

#include <cstring>
#include <set>

namespace dnntune::agent {

std::vector<std::string> EnginePrograms(std::span<const std::filesystem::path> folders) {
  std::set<std::string> names;
  std::error_code error;
  for (const auto& folder : folders) {
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
      const std::string name = entry.path().filename().string();
      if (name.rfind(kEnginePrefix, 0) == 0 && ::access(entry.path().c_str(), X_OK) == 0)
        names.insert(name.substr(std::strlen(kEnginePrefix)));
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace dnntune::agent
