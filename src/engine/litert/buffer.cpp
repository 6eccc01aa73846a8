// SPDX-License-Identifier: Apache-2.0
#include "engine/litert/buffer.h"

#include <cstring>

#include "engine/source/tflite_types.h"

namespace dnntune::engine {
namespace {

LiteRtTensorType TypeOf(const Tensor& tensor) {
  LiteRtTensorType type{};
  type.element = ToTfLiteType(tensor.dtype());
  type.layout.rank = static_cast<unsigned>(tensor.shape().size()) & 0x7fU;
  for (std::size_t i = 0; i < tensor.shape().size(); ++i) type.layout.extents[i] = static_cast<std::int32_t>(tensor.shape()[i]);
  return type;
}

}  // namespace

Result<Buffer> Buffer::Make(const LiteRt& library, LiteRtRequirements required, Tensor& tensor) {
  constexpr const char* kWhat = "cannot make a buffer";
  const LiteRtApi& api = library.api;
  if (tensor.shape().size() > std::size(LiteRtLayout{}.extents)) {
    return Fail(ErrorCode::kUnavailable, "LiteRT has no tensors of more than 8 dimensions");
  }
  Buffer buffer(library, tensor);
  const LiteRtTensorType type = TypeOf(tensor);
  int place = 0;
  std::size_t size = 0;
  TRY(CheckStatus(api.GetBufferType(required, 0, &place), ErrorCode::kInternal, kWhat));
  TRY(CheckStatus(api.GetBufferSize(required, &size), ErrorCode::kInternal, kWhat));
  buffer.is_host_ = place == kLiteRtHostMemory && size <= tensor.size_bytes();
  const int status = buffer.is_host_ ? api.CreateHostBuffer(&type, tensor.data(), tensor.size_bytes(), nullptr, &buffer.handle_)
                                     : api.CreateBuffer(library.environment, &type, required, &buffer.handle_);
  TRY(CheckStatus(status, ErrorCode::kMeasurement, kWhat));
  return buffer;
}

Buffer::~Buffer() {
  if (handle_ != nullptr) library_->api.DestroyBuffer(handle_);
}

Result<void*> Buffer::Lock(int mode) {
  void* bytes = nullptr;
  TRY(CheckStatus(library_->api.LockBuffer(handle_, &bytes, mode), ErrorCode::kMeasurement, "cannot reach a buffer"));
  return bytes;
}

Result<void> Buffer::Unlock() {
  return CheckStatus(library_->api.UnlockBuffer(handle_), ErrorCode::kMeasurement, "cannot let go of a buffer");
}

Result<void> Buffer::Write() {
  if (is_host_) return {};
  ASSIGN_OR_RETURN(void* bytes, Lock(kLiteRtWrite));
  std::memcpy(bytes, tensor_->data(), tensor_->size_bytes());
  return Unlock();
}

Result<void> Buffer::Read() {
  if (is_host_) return {};
  ASSIGN_OR_RETURN(const void* bytes, Lock(kLiteRtRead));
  std::memcpy(tensor_->data(), bytes, tensor_->size_bytes());
  return Unlock();
}

}  // namespace dnntune::engine
