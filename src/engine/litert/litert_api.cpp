// SPDX-License-Identifier: Apache-2.0
#include "engine/litert/litert_api.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include "engine/vendor_library.h"

namespace dnntune::engine {
namespace {

constexpr VendorLibrary kLibrary{"libLiteRt.so", "DNNTUNE_LITERT", DNNTUNE_ENGINE_PACKAGE "/lib"};

Result<LiteRtApi> LoadOnce() {
  void* library = Load(kLibrary);
  if (library == nullptr) {
    return Fail(ErrorCode::kUnavailable,
                fmt::format("engine litert: {} was not found or cannot be loaded; run tools/setup --engines litert, or name its "
                            "folder in DNNTUNE_LITERT",
                            kLibrary.file));
  }
  FunctionFinder finder(library);
  LiteRtApi api{};
  finder.Find(api.CreateEnvironment, "LiteRtCreateEnvironment");
  finder.Find(api.DestroyEnvironment, "LiteRtDestroyEnvironment");
  finder.Find(api.CreateModelFromFile, "LiteRtCreateModelFromFile");
  finder.Find(api.CreateModelFromBuffer, "LiteRtCreateModelFromBuffer");
  finder.Find(api.DestroyModel, "LiteRtDestroyModel");
  finder.Find(api.GetSignature, "LiteRtGetModelSignature");
  finder.Find(api.CountInputs, "LiteRtGetNumSignatureInputs");
  finder.Find(api.CountOutputs, "LiteRtGetNumSignatureOutputs");
  finder.Find(api.GetInput, "LiteRtGetSignatureInputTensorByIndex");
  finder.Find(api.GetOutput, "LiteRtGetSignatureOutputTensorByIndex");
  finder.Find(api.GetTensorName, "LiteRtGetTensorName");
  finder.Find(api.GetTensorType, "LiteRtGetRankedTensorType");
  finder.Find(api.CreateOptions, "LiteRtCreateOptions");
  finder.Find(api.DestroyOptions, "LiteRtDestroyOptions");
  finder.Find(api.SetAccelerators, "LiteRtSetOptionsHardwareAccelerators");
  finder.Find(api.CreateOpaqueOptions, "LiteRtCreateOpaqueOptions");
  finder.Find(api.AddOpaqueOptions, "LiteRtAddOpaqueOptions");
  finder.Find(api.CreateCompiledModel, "LiteRtCreateCompiledModel");
  finder.Find(api.DestroyCompiledModel, "LiteRtDestroyCompiledModel");
  finder.Find(api.IsFullyAccelerated, "LiteRtCompiledModelIsFullyAccelerated");
  finder.Find(api.ResizeInput, "LiteRtCompiledModelResizeInputTensor");
  finder.Find(api.GetOutputLayouts, "LiteRtGetCompiledModelOutputTensorLayouts");
  finder.Find(api.GetInputRequirements, "LiteRtGetCompiledModelInputBufferRequirements");
  finder.Find(api.GetOutputRequirements, "LiteRtGetCompiledModelOutputBufferRequirements");
  finder.Find(api.Run, "LiteRtRunCompiledModel");
  finder.Find(api.GetBufferType, "LiteRtGetTensorBufferRequirementsSupportedTensorBufferType");
  finder.Find(api.GetBufferSize, "LiteRtGetTensorBufferRequirementsBufferSize");
  finder.Find(api.CreateHostBuffer, "LiteRtCreateTensorBufferFromHostMemory");
  finder.Find(api.CreateBuffer, "LiteRtCreateManagedTensorBufferFromRequirements");
  finder.Find(api.LockBuffer, "LiteRtLockTensorBuffer");
  finder.Find(api.UnlockBuffer, "LiteRtUnlockTensorBuffer");
  finder.Find(api.DestroyBuffer, "LiteRtDestroyTensorBuffer");
  if (!finder.missing().empty()) {
    return Fail(ErrorCode::kUnavailable, fmt::format("engine litert: {} has no {}; it must be LiteRT {}", kLibrary.file,
                                                     finder.missing(), DNNTUNE_ENGINE_VERSION));
  }
  Dl_info place{};
  ::dladdr(reinterpret_cast<void*>(api.Run), &place);
  api.folder = std::filesystem::path(place.dli_fname).parent_path();
  return api;
}

}  // namespace

Result<const LiteRtApi*> LoadLiteRt() {
  static const Result<LiteRtApi> loaded = LoadOnce();
  if (!loaded) return Fail(loaded.error());
  return &*loaded;
}

Result<void> CheckStatus(int status, ErrorCode code, const std::string& what, const std::string& said) {
  if (status == kLiteRtOk) return {};
  return Fail(code, fmt::format("{}: LiteRT says: {} (status {})", what, said.empty() ? "nothing" : said, status));
}

}  // namespace dnntune::engine
