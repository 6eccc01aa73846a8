// SPDX-License-Identifier: Apache-2.0
#include "engine/vendor_library.h"

#include <dlfcn.h>

#include <cstdlib>
#include <vector>

namespace dnntune::engine {
namespace fs = std::filesystem;

void* Load(const VendorLibrary& library) {
  std::vector<fs::path> places;
  if (const char* chosen = std::getenv(library.variable)) places.emplace_back(chosen);
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  if (!program.empty()) {
    places.push_back(program / "../lib/dnntune");
    places.push_back(program / "../../lib/dnntune");
  }
  places.emplace_back(library.package);
  for (const fs::path& place : places) {
    if (void* handle = ::dlopen((place / library.file).c_str(), RTLD_NOW | RTLD_LOCAL)) return handle;
  }
  return nullptr;
}

}  // namespace dnntune::engine
