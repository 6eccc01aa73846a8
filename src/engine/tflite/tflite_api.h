// SPDX-License-Identifier: Apache-2.0
// The part of TensorFlow Lite's C API that is used here, declared by ourselves: the library's package has no headers. Names, types
// and values are those of tensorflow/lite/c/c_api.h, c_api_experimental.h, c_api_types.h, delegates/xnnpack/xnnpack_delegate.h and
// profiling/telemetry/c/profiler.h of 2.21. The last two promise no stable layout, so the library is pinned to one build.
#pragma once

#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/result.h"

namespace dnntune::engine {

struct TfLiteModel;
struct TfLiteInterpreter;
struct TfLiteInterpreterOptions;
struct TfLiteTensor;
struct TfLiteDelegate;

inline constexpr int kTfLiteOk = 0;  // of every function that yields an int status

// Of TensorAllocation: those that may be given another place.
inline constexpr int kTfLiteArenaRw = 2;
inline constexpr int kTfLiteArenaRwPersistent = 3;

struct TfLiteCustomAllocation {
  void* data;  // 64-byte aligned
  std::size_t bytes;
};

// 56 bytes in this build. Given back by value, so the receiver is larger than any of them.
struct XnnpackOptions {
  std::int32_t threads;
  std::uint32_t runtime_flags;
  std::uint32_t flags;
  unsigned char rest[244];
};
// The runtime's threads yield after a run in place of spinning for the next (XNN_FLAG_YIELD_WORKERS).
inline constexpr std::uint32_t kXnnpackYieldWorkers = 0x10;

// Told of each operator as it runs. Of operators of TensorFlow Lite begin and end, of XNNPACK's a finished time.
struct TelemetryProfiler {
  void* data;
  void (*report_event)(TelemetryProfiler* self, const char* name, std::uint64_t status);
  void (*report_operator_event)(TelemetryProfiler* self, const char* name, std::int64_t op, std::int64_t subgraph,
                                std::uint64_t status);
  void (*report_settings)(TelemetryProfiler* self, const char* name, const void* settings);
  std::uint32_t (*begin_operator)(TelemetryProfiler* self, const char* name, std::int64_t op, std::int64_t subgraph);
  void (*end_operator)(TelemetryProfiler* self, std::uint32_t handle);
  void (*report_operator)(TelemetryProfiler* self, const char* name, std::uint64_t microseconds, std::int64_t op,
                          std::int64_t subgraph);
};

using ErrorReporter = void (*)(void* data, const char* format, va_list arguments);

// The library's functions.
struct TfLiteApi {
  const char* (*Version)();
  TfLiteModel* (*ModelCreate)(const void* bytes, std::size_t size, ErrorReporter reporter, void* data);
  TfLiteModel* (*ModelCreateFromFile)(const char* path, ErrorReporter reporter, void* data);
  void (*ModelDelete)(TfLiteModel* model);
  TfLiteInterpreterOptions* (*OptionsCreate)();
  void (*OptionsDelete)(TfLiteInterpreterOptions* options);
  void (*OptionsSetNumThreads)(TfLiteInterpreterOptions* options, std::int32_t threads);
  void (*OptionsAddDelegate)(TfLiteInterpreterOptions* options, TfLiteDelegate* delegate);
  void (*OptionsSetErrorReporter)(TfLiteInterpreterOptions* options, ErrorReporter reporter, void* data);
  void (*OptionsSetTelemetryProfiler)(TfLiteInterpreterOptions* options, TelemetryProfiler* profiler);
  TfLiteInterpreter* (*InterpreterCreate)(const TfLiteModel* model, const TfLiteInterpreterOptions* options);
  void (*InterpreterDelete)(TfLiteInterpreter* interpreter);
  std::int32_t (*InputCount)(const TfLiteInterpreter* interpreter);
  TfLiteTensor* (*InputAt)(const TfLiteInterpreter* interpreter, std::int32_t index);
  const int* (*InputIndices)(const TfLiteInterpreter* interpreter);
  std::int32_t (*OutputCount)(const TfLiteInterpreter* interpreter);
  const TfLiteTensor* (*OutputAt)(const TfLiteInterpreter* interpreter, std::int32_t index);
  const int* (*OutputIndices)(const TfLiteInterpreter* interpreter);
  int (*ResizeInput)(TfLiteInterpreter* interpreter, std::int32_t index, const int* shape, std::int32_t rank);
  int (*AllocateTensors)(TfLiteInterpreter* interpreter);
  int (*SetCustomAllocation)(TfLiteInterpreter* interpreter, int tensor, const TfLiteCustomAllocation* place, std::int64_t flags);
  int (*Invoke)(TfLiteInterpreter* interpreter);
  int (*TensorType)(const TfLiteTensor* tensor);
  std::int32_t (*TensorRank)(const TfLiteTensor* tensor);
  std::int32_t (*TensorDim)(const TfLiteTensor* tensor, std::int32_t index);
  std::size_t (*TensorByteSize)(const TfLiteTensor* tensor);
  void* (*TensorData)(const TfLiteTensor* tensor);
  const char* (*TensorName)(const TfLiteTensor* tensor);
  int (*TensorAllocation)(const TfLiteTensor* tensor);
  int (*SignatureRank)(const TfLiteTensor* tensor, std::int32_t* rank);
  int (*SignatureDim)(const TfLiteTensor* tensor, std::int32_t index, std::int32_t* extent);  // -1: free
  XnnpackOptions (*XnnpackDefaults)();
  TfLiteDelegate* (*XnnpackCreate)(const XnnpackOptions* options);
  void (*XnnpackDelete)(TfLiteDelegate* delegate);
};

// Loads the library once for the process. kUnavailable where it is not to be found or lacks a function.
[[nodiscard]] Result<const TfLiteApi*> LoadTfLite();

}  // namespace dnntune::engine
