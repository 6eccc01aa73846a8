// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tensorflow/c/c_api.h>

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"

namespace dnntune::engine {

// What is used of TensorFlow's C API, by its own names. Looked up at run time: which kernels it has is decided when it is loaded.
#define DNNTUNE_TENSORFLOW_API(X)   \
  X(TF_Version)                     \
  X(TF_NewStatus)                   \
  X(TF_DeleteStatus)                \
  X(TF_GetCode)                     \
  X(TF_Message)                     \
  X(TF_NewBuffer)                   \
  X(TF_NewBufferFromString)         \
  X(TF_DeleteBuffer)                \
  X(TF_NewGraph)                    \
  X(TF_DeleteGraph)                 \
  X(TF_NewImportGraphDefOptions)    \
  X(TF_DeleteImportGraphDefOptions) \
  X(TF_GraphImportGraphDef)         \
  X(TF_GraphOperationByName)        \
  X(TF_GraphGetTensorNumDims)       \
  X(TF_GraphGetTensorShape)         \
  X(TF_OperationNumOutputs)         \
  X(TF_OperationOutputType)         \
  X(TF_NewSessionOptions)           \
  X(TF_SetConfig)                   \
  X(TF_DeleteSessionOptions)        \
  X(TF_NewSession)                  \
  X(TF_CloseSession)                \
  X(TF_DeleteSession)               \
  X(TF_SessionRun)                  \
  X(TF_NewTensor)                   \
  X(TF_DeleteTensor)                \
  X(TF_TensorType)                  \
  X(TF_NumDims)                     \
  X(TF_Dim)                         \
  X(TF_TensorByteSize)              \
  X(TF_TensorData)

struct TensorFlowApi {
#define DNNTUNE_TENSORFLOW_MEMBER(name) decltype(&::name) name = nullptr;
  DNNTUNE_TENSORFLOW_API(DNNTUNE_TENSORFLOW_MEMBER)
#undef DNNTUNE_TENSORFLOW_MEMBER
};

// What cannot be changed once a process has it.
struct TensorFlowProcess {
  std::string library;         // "eigen" or "onednn"
  std::optional<int> threads;  // of the one pool that all sessions share; none: not settled yet
};

// kUnavailable where the libraries are in none of the places that tensorflow_engine.h names. Loads nothing.
[[nodiscard]] Result<void> FindTensorFlow();

// Loads the library on the first call. kBadInput where the process has it with another library or number of threads already: that
// needs a fresh worker. kUnavailable as FindTensorFlow, or where it cannot be loaded.
[[nodiscard]] Result<const TensorFlowApi*> LoadTensorFlow(const TensorFlowProcess& wanted);

// Of the pool that all sessions of this process share; nothing: no session has settled it.
[[nodiscard]] std::optional<int> TensorFlowThreads();

// Of the library where it is loaded, else of the one that dnntune was built for.
[[nodiscard]] std::string TensorFlowVersion();

// An object of the C API that is deleted by a function of it.
template <typename T>
using TensorFlowOwned = std::unique_ptr<T, void (*)(T*)>;

// The outcome of a call.
class TensorFlowStatus {
 public:
  explicit TensorFlowStatus(const TensorFlowApi& api) : api_(api), status_(api.TF_NewStatus(), api.TF_DeleteStatus) {}
  [[nodiscard]] TF_Status* get() const { return status_.get(); }
  // An error of one line, after `what`, where the call failed.
  [[nodiscard]] Result<void> Check(ErrorCode code, const std::string& what) const;

 private:
  const TensorFlowApi& api_;
  TensorFlowOwned<TF_Status> status_;
};

}  // namespace dnntune::engine
