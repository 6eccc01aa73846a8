// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "base/result.h"
#include "engine/litert/compiled_model.h"
#include "engine/tensor.h"

namespace dnntune::engine {

// A tensor as a compiled model sees it: the tensor's own bytes where the unit computes on the host's memory, else a buffer of the
// GPU's that is filled from the tensor or read back into it.
class Buffer {
 public:
  // `required`: by the compiled model. The tensor outlives the buffer.
  [[nodiscard]] static Result<Buffer> Make(const LiteRt& library, LiteRtRequirements required, Tensor& tensor);
  Buffer(Buffer&& other) noexcept
      : library_(other.library_),
        tensor_(other.tensor_),
        is_host_(other.is_host_),
        handle_(std::exchange(other.handle_, nullptr)) {}
  Buffer& operator=(Buffer&&) = delete;
  ~Buffer();

  [[nodiscard]] LiteRtTensorBuffer get() const { return handle_; }
  Result<void> Write();
  // Waits for what is to be computed.
  Result<void> Read();

 private:
  Buffer(const LiteRt& library, Tensor& tensor) : library_(&library), tensor_(&tensor) {}
  Result<void*> Lock(int mode);
  Result<void> Unlock();

  const LiteRt* library_;
  Tensor* tensor_;
  bool is_host_ = false;
  LiteRtTensorBuffer handle_ = nullptr;
};

}  // namespace dnntune::engine
