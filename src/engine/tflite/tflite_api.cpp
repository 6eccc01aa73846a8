// SPDX-License-Identifier: Apache-2.0
#include "engine/tflite/tflite_api.h"

#include <dlfcn.h>

#include "engine/vendor_library.h"

namespace dnntune::engine {
namespace {

constexpr VendorLibrary kLibrary{"libjnitensorflowlite.so", "DNNTUNE_TFLITE", DNNTUNE_ENGINE_PACKAGE "/lib"};

Result<TfLiteApi> LoadOnce() {
  void* library = Load(kLibrary);
  if (library == nullptr) {
    return Fail(ErrorCode::kUnavailable,
                std::string("engine tflite: ") + kLibrary.file +
                    " was not found or cannot be loaded; run tools/setup --engines tflite, or name its folder in DNNTUNE_TFLITE");
  }
  // It greets on stderr, and has no function of its C API to stop that. Errors come by the reporter.
  using SetLeast = void (*)(int severity);
  constexpr const char* kSetLeast = "_ZN6tflite16logging_internal13MinimalLogger21SetMinimumLogSeverityENS_11LogSeverityE";
  constexpr int kError = 2;
  if (const auto set_least = reinterpret_cast<SetLeast>(::dlsym(library, kSetLeast))) set_least(kError);
  FunctionFinder finder(library);
  TfLiteApi api{};
  finder.Find(api.Version, "TfLiteVersion");
  finder.Find(api.ModelCreate, "TfLiteModelCreateWithErrorReporter");
  finder.Find(api.ModelCreateFromFile, "TfLiteModelCreateFromFileWithErrorReporter");
  finder.Find(api.ModelDelete, "TfLiteModelDelete");
  finder.Find(api.OptionsCreate, "TfLiteInterpreterOptionsCreate");
  finder.Find(api.OptionsDelete, "TfLiteInterpreterOptionsDelete");
  finder.Find(api.OptionsSetNumThreads, "TfLiteInterpreterOptionsSetNumThreads");
  finder.Find(api.OptionsAddDelegate, "TfLiteInterpreterOptionsAddDelegate");
  finder.Find(api.OptionsSetErrorReporter, "TfLiteInterpreterOptionsSetErrorReporter");
  finder.Find(api.OptionsSetTelemetryProfiler, "TfLiteInterpreterOptionsSetTelemetryProfiler");
  finder.Find(api.InterpreterCreate, "TfLiteInterpreterCreate");
  finder.Find(api.InterpreterDelete, "TfLiteInterpreterDelete");
  finder.Find(api.InputCount, "TfLiteInterpreterGetInputTensorCount");
  finder.Find(api.InputAt, "TfLiteInterpreterGetInputTensor");
  finder.Find(api.InputIndices, "TfLiteInterpreterInputTensorIndices");
  finder.Find(api.OutputCount, "TfLiteInterpreterGetOutputTensorCount");
  finder.Find(api.OutputAt, "TfLiteInterpreterGetOutputTensor");
  finder.Find(api.OutputIndices, "TfLiteInterpreterOutputTensorIndices");
  finder.Find(api.ResizeInput, "TfLiteInterpreterResizeInputTensor");
  finder.Find(api.AllocateTensors, "TfLiteInterpreterAllocateTensors");
  finder.Find(api.SetCustomAllocation, "TfLiteInterpreterSetCustomAllocationForTensor");
  finder.Find(api.Invoke, "TfLiteInterpreterInvoke");
  finder.Find(api.TensorType, "TfLiteTensorType");
  finder.Find(api.TensorRank, "TfLiteTensorNumDims");
  finder.Find(api.TensorDim, "TfLiteTensorDim");
  finder.Find(api.TensorByteSize, "TfLiteTensorByteSize");
  finder.Find(api.TensorData, "TfLiteTensorData");
  finder.Find(api.TensorName, "TfLiteTensorName");
  finder.Find(api.TensorAllocation, "TfLiteOpaqueTensorGetAllocationType");
  finder.Find(api.SignatureRank, "TfLiteOpaqueTensorGetNumDimsSignature");
  finder.Find(api.SignatureDim, "TfLiteOpaqueTensorGetDimSignature");
  finder.Find(api.XnnpackDefaults, "TfLiteXNNPackDelegateOptionsDefault");
  finder.Find(api.XnnpackCreate, "TfLiteXNNPackDelegateCreate");
  finder.Find(api.XnnpackDelete, "TfLiteXNNPackDelegateDelete");
  if (!finder.missing().empty()) {
    return Fail(ErrorCode::kUnavailable,
                std::string("engine tflite: ") + kLibrary.file + " has no " + finder.missing() +
                    "; it is another version than the one that dnntune was built for; run tools/setup --engines tflite");
  }
  return api;
}

}  // namespace

Result<const TfLiteApi*> LoadTfLite() {
  static const Result<TfLiteApi> loaded = LoadOnce();
  if (!loaded) return Fail(loaded.error());
  return &*loaded;
}

}  // namespace dnntune::engine
