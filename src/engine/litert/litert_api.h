// SPDX-License-Identifier: Apache-2.0
// The part of LiteRT's C API that is used here, declared by ourselves: the library's package has no headers. Names, types and
// values are those of litert/c of 2.1 and work with the version that tools/packages.tsv pins.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.h"

namespace dnntune::engine {

using LiteRtEnvironment = struct LiteRtEnvironmentT*;
using LiteRtModel = struct LiteRtModelT*;
using LiteRtSignature = struct LiteRtSignatureT*;
using LiteRtTensor = struct LiteRtTensorT*;
using LiteRtOptions = struct LiteRtOptionsT*;
using LiteRtOpaqueOptions = struct LiteRtOpaqueOptionsT*;
using LiteRtCompiledModel = struct LiteRtCompiledModelT*;
using LiteRtRequirements = struct LiteRtTensorBufferRequirementsT*;
using LiteRtTensorBuffer = struct LiteRtTensorBufferT*;

inline constexpr int kLiteRtOk = 0;  // of every function that yields an int

// Bits of LiteRtHwAccelerators.
inline constexpr int kLiteRtCpu = 1;
inline constexpr int kLiteRtGpu = 2;

struct LiteRtAny {
  int type;
  union {
    std::int64_t number;
    const char* text;
  };
};
struct LiteRtEnvOption {
  int tag;
  LiteRtAny value;
};
static_assert(sizeof(LiteRtEnvOption) == 24);

struct LiteRtLayout {
  unsigned int rank : 7;
  bool has_strides : 1;
  std::int32_t extents[8];  // those of the rank; below 0: free
  std::uint32_t strides[8];
};
static_assert(sizeof(LiteRtLayout) == 68);

struct LiteRtTensorType {
  int element;  // FromTfLiteType
  LiteRtLayout layout;
};
static_assert(sizeof(LiteRtTensorType) == 72);

inline constexpr int kLiteRtHostMemory = 1;  // of LiteRtTensorBufferType

// LiteRtTensorBufferLockMode.
inline constexpr int kLiteRtRead = 0;
inline constexpr int kLiteRtWrite = 1;

// The library's functions. A tensor's index is its place in the model's signature, of which the first is used.
struct LiteRtApi {
  std::filesystem::path folder;  // where the library is, and beside it what it loads
  int (*CreateEnvironment)(int count, const LiteRtEnvOption* options, LiteRtEnvironment* made);
  void (*DestroyEnvironment)(LiteRtEnvironment environment);
  int (*CreateModelFromFile)(LiteRtEnvironment environment, const char* path, LiteRtModel* made);
  int (*CreateModelFromBuffer)(LiteRtEnvironment environment, const void* bytes, std::size_t size, LiteRtModel* made);
  void (*DestroyModel)(LiteRtModel model);
  int (*GetSignature)(LiteRtModel model, std::size_t index, LiteRtSignature* signature);
  int (*CountInputs)(LiteRtSignature signature, std::size_t* count);
  int (*CountOutputs)(LiteRtSignature signature, std::size_t* count);
  int (*GetInput)(LiteRtSignature signature, std::size_t index, LiteRtTensor* tensor);
  int (*GetOutput)(LiteRtSignature signature, std::size_t index, LiteRtTensor* tensor);
  int (*GetTensorName)(LiteRtTensor tensor, const char** name);
  int (*GetTensorType)(LiteRtTensor tensor, LiteRtTensorType* type);
  int (*CreateOptions)(LiteRtOptions* made);
  void (*DestroyOptions)(LiteRtOptions options);
  int (*SetAccelerators)(LiteRtOptions options, int accelerators);
  // Takes over the payload, which for these identifiers is a text in TOML: "xnnpack" for the CPU, "gpu_options".
  int (*CreateOpaqueOptions)(const char* identifier, void* payload, void (*destroy)(void* payload), LiteRtOpaqueOptions* made);
  int (*AddOpaqueOptions)(LiteRtOptions options, LiteRtOpaqueOptions added);
  int (*CreateCompiledModel)(LiteRtEnvironment environment, LiteRtModel model, LiteRtOptions options, LiteRtCompiledModel* made);
  void (*DestroyCompiledModel)(LiteRtCompiledModel model);
  int (*IsFullyAccelerated)(LiteRtCompiledModel model, bool* answer);
  int (*ResizeInput)(LiteRtCompiledModel model, std::size_t signature, std::size_t input, const int* shape, std::size_t rank);
  int (*GetOutputLayouts)(LiteRtCompiledModel model, std::size_t signature, std::size_t count, LiteRtLayout* layouts, bool update);
  int (*GetInputRequirements)(LiteRtCompiledModel model, std::size_t signature, std::size_t input, LiteRtRequirements* required);
  int (*GetOutputRequirements)(LiteRtCompiledModel model, std::size_t signature, std::size_t output, LiteRtRequirements* required);
  int (*Run)(LiteRtCompiledModel model, std::size_t signature, std::size_t input_count, LiteRtTensorBuffer* inputs,
             std::size_t output_count, LiteRtTensorBuffer* outputs);
  int (*GetBufferType)(LiteRtRequirements required, int index, int* type);
  int (*GetBufferSize)(LiteRtRequirements required, std::size_t* size);
  int (*CreateHostBuffer)(const LiteRtTensorType* type, void* bytes, std::size_t size, void (*destroy)(void* bytes),
                          LiteRtTensorBuffer* made);
  int (*CreateBuffer)(LiteRtEnvironment environment, const LiteRtTensorType* type, LiteRtRequirements required,
                      LiteRtTensorBuffer* made);
  int (*LockBuffer)(LiteRtTensorBuffer buffer, void** bytes, int mode);
  int (*UnlockBuffer)(LiteRtTensorBuffer buffer);
  void (*DestroyBuffer)(LiteRtTensorBuffer buffer);
};

// Loads the library once for the process. kUnavailable where it is not to be found or lacks a function.
[[nodiscard]] Result<const LiteRtApi*> LoadLiteRt();

// An error of the code where the status is not kLiteRtOk: what was tried, and what the library answered. `said`: its words for it.
[[nodiscard]] Result<void> CheckStatus(int status, ErrorCode code, const std::string& what, const std::string& said = {});

}  // namespace dnntune::engine
