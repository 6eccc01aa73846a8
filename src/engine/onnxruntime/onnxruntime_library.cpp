// SPDX-License-Identifier: Apache-2.0
#include "engine/onnxruntime/onnxruntime_library.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

namespace dnntune::engine {
namespace fs = std::filesystem;
namespace {

constexpr const char* kFile = "libonnxruntime.so.1";

std::vector<fs::path> Places() {
  std::vector<fs::path> places;
  if (const char* chosen = std::getenv("DNNTUNE_ONNXRUNTIME")) places.emplace_back(chosen);
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  if (!program.empty()) {
    places.push_back(program / "../lib/dnntune");
    places.push_back(program / "../../lib/dnntune");
  }
  places.emplace_back(DNNTUNE_ONNXRUNTIME_DEFAULT);
  return places;
}

void* Open() {
  for (const fs::path& place : Places()) {
    if (void* library = ::dlopen((place / kFile).c_str(), RTLD_NOW | RTLD_LOCAL)) return library;
  }
  return nullptr;
}

}  // namespace

Result<std::string> LoadOnnxRuntime() {
  static const OrtApiBase* const base = []() -> const OrtApiBase* {
    ::setenv("ORT_DISABLE_TELEMETRY", "1", 1);
    void* library = Open();
    if (library == nullptr) return nullptr;
    using GetBase = const OrtApiBase* (*)();
    const auto get = reinterpret_cast<GetBase>(::dlsym(library, "OrtGetApiBase"));
    return get == nullptr ? nullptr : get();
  }();
  if (base == nullptr) {
    return Fail(ErrorCode::kUnavailable,
                std::string("engine onnxruntime: ") + kFile +
                    " was not found or cannot be loaded; run tools/setup, or name its folder in DNNTUNE_ONNXRUNTIME");
  }
  const OrtApi* api = base->GetApi(ORT_API_VERSION);
  if (api == nullptr) {
    return Fail(ErrorCode::kUnavailable, std::string("engine onnxruntime: the library ") + base->GetVersionString() +
                                             " is older than the API that dnntune was built for; run tools/setup");
  }
  Ort::InitApi(api);
  return std::string(base->GetVersionString());
}

}  // namespace dnntune::engine
