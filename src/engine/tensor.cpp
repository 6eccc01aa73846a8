// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <random>

namespace dnntune::engine {
namespace {

constexpr std::size_t kAlignment = 64;

std::size_t ElementsOf(const std::vector<std::int64_t>& shape) {
  std::size_t elements = 1;
  for (const std::int64_t dimension : shape) {
    if (dimension < 0) std::abort();
    elements *= static_cast<std::size_t>(dimension);
  }
  return elements;
}

template <typename T, typename Next>
void Fill(Tensor& tensor, Next next) {
  for (std::size_t offset = 0; offset + sizeof(T) <= tensor.size_bytes(); offset += sizeof(T)) {
    const T value = next();
    std::memcpy(tensor.data() + offset, &value, sizeof(T));
  }
}

// A float in [0, 1) with 11 significant bits as IEEE half precision: exact, so no rounding rule matters.
std::uint16_t HalfBits(std::uint32_t draw) {
  const std::uint32_t fraction = draw & 0x3ffU;
  return static_cast<std::uint16_t>(0x3800U | fraction);  // [0.5, 1)
}

std::string Form(graph::DType dtype, const std::vector<std::int64_t>& shape) {
  std::string text(graph::DTypeName(dtype));
  text += " [";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i == 0 ? "" : ",") + (shape[i] < 0 ? "?" : std::to_string(shape[i]));
  return text + "]";
}

bool Fits(const std::vector<std::int64_t>& wanted, const std::vector<std::int64_t>& given) {
  return wanted.empty() || std::equal(wanted.begin(), wanted.end(), given.begin(), given.end(),
                                      [](std::int64_t want, std::int64_t have) { return want < 0 || want == have; });
}

}  // namespace

void Tensor::Free::operator()(std::byte* bytes) const {
  ::operator delete[](bytes, std::align_val_t{kAlignment});
}

Tensor::Tensor(graph::DType dtype, std::vector<std::int64_t> shape) : dtype_(dtype), shape_(std::move(shape)) {
  const auto bits = graph::DTypeBits(dtype);
  if (!bits) std::abort();
  size_ = (ElementsOf(shape_) * *bits + 7) / 8;
  // Vector kernels of engines read past the end, XNNPACK's by up to 16 bytes (XNN_EXTRA_BYTES).
  data_.reset(static_cast<std::byte*>(::operator new[](size_ + kAlignment, std::align_val_t{kAlignment})));
  std::memset(data_.get(), 0, size_);
}

Result<Tensor*> FindInput(TensorStore& store, const TensorInfo& wanted) {
  const auto found = store.find(wanted.name);
  const std::string name = "input '" + wanted.name + "'";
  if (found == store.end()) return Fail(ErrorCode::kBadInput, name + " has no value; set it, or run what makes it first");
  const Tensor& given = found->second;
  const bool same_type = given.dtype() == wanted.dtype;
  if (same_type && Fits(wanted.shape, given.shape())) return &found->second;
  return Fail(ErrorCode::kBadInput, name + ": the model expects " + Form(wanted.dtype, wanted.shape) + ", got " +
                                        Form(given.dtype(), given.shape()) +
                                        (same_type ? "; set model.input_shape" : "; give it values of that type"));
}

void AddMissing(TensorStore& store, const std::vector<TensorInfo>& infos) {
  for (const TensorInfo& info : infos) {
    const auto found = store.find(info.name);
    if (found != store.end() && found->second.dtype() == info.dtype && found->second.shape() == info.shape) continue;
    store.insert_or_assign(info.name, Tensor(info.dtype, info.shape));
  }
}

Tensor CopyOf(const Tensor& tensor) {
  Tensor copy(tensor.dtype(), tensor.shape());
  std::memcpy(copy.data(), tensor.data(), copy.size_bytes());
  return copy;
}

void FillWithNoise(Tensor& tensor, std::uint64_t seed) {
  std::mt19937_64 random(seed);  // its sequence is the same on every machine; the standard's distributions are not
  const auto unit = [&] { return static_cast<double>(random() >> 11U) * 0x1.0p-53; };
  const auto small = [&] { return random() % 128; };
  switch (tensor.dtype()) {
    case graph::DType::kFloat32:
      return Fill<float>(tensor, [&] { return static_cast<float>(random() >> 40U) * 0x1.0p-24F; });
    case graph::DType::kFloat64:
      return Fill<double>(tensor, unit);
    case graph::DType::kFloat16:
      return Fill<std::uint16_t>(tensor, [&] { return HalfBits(static_cast<std::uint32_t>(random())); });
    case graph::DType::kBFloat16:
      return Fill<std::uint16_t>(tensor, [&] { return static_cast<std::uint16_t>(0x3f00U | small()); });
    case graph::DType::kInt8:
    case graph::DType::kUInt8:
      return Fill<std::uint8_t>(tensor, [&] { return static_cast<std::uint8_t>(small()); });
    case graph::DType::kInt16:
    case graph::DType::kUInt16:
      return Fill<std::uint16_t>(tensor, [&] { return static_cast<std::uint16_t>(small()); });
    case graph::DType::kInt32:
    case graph::DType::kUInt32:
      return Fill<std::uint32_t>(tensor, [&] { return static_cast<std::uint32_t>(small()); });
    case graph::DType::kInt64:
    case graph::DType::kUInt64:
      return Fill<std::uint64_t>(tensor, small);
    case graph::DType::kBool: {
      bool value = false;
      return Fill<bool>(tensor, [&] { return value = !value; });
    }
    case graph::DType::kInt4:
    case graph::DType::kUInt4:
      return Fill<std::uint8_t>(tensor, [&] { return static_cast<std::uint8_t>(random() & 0x77U); });
    // Bits below those of 1.
    case graph::DType::kFloat8E4M3Fn:
      return Fill<std::uint8_t>(tensor, [&] { return static_cast<std::uint8_t>(random() % 0x38U); });
    case graph::DType::kFloat8E5M2:
      return Fill<std::uint8_t>(tensor, [&] { return static_cast<std::uint8_t>(random() % 0x3cU); });
    case graph::DType::kFloat8E4M3FnUz:
    case graph::DType::kFloat8E5M2FnUz:
      return Fill<std::uint8_t>(tensor, [&] { return static_cast<std::uint8_t>(random() % 0x40U); });
    case graph::DType::kString:
      break;
  }
}

}  // namespace dnntune::engine
