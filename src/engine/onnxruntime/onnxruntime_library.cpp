// SPDX-License-Identifier: Apache-2.0
#include "engine/onnxruntime/onnxruntime_library.h"

#include <dlfcn.h>

#include <cstdlib>

#include "engine/vendor_library.h"

namespace dnntune::engine {
namespace {

constexpr VendorLibrary kLibrary{"libonnxruntime.so.1", "DNNTUNE_ONNXRUNTIME", DNNTUNE_ENGINE_PACKAGE "/lib"};

}  // namespace

Result<std::string> LoadOnnxRuntime() {
  static const OrtApiBase* const base = []() -> const OrtApiBase* {
    ::setenv("ORT_DISABLE_TELEMETRY", "1", 1);
    void* library = Load(kLibrary);
    if (library == nullptr) return nullptr;
    using GetBase = const OrtApiBase* (*)();
    const auto get = reinterpret_cast<GetBase>(::dlsym(library, "OrtGetApiBase"));
    return get == nullptr ? nullptr : get();
  }();
  if (base == nullptr) {
    return Fail(ErrorCode::kUnavailable,
                std::string("engine onnxruntime: ") + kLibrary.file +
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
