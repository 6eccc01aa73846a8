// SPDX-License-Identifier: Apache-2.0
#include "engine/retype.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>

#include "engine/element.h"

namespace dnntune::engine {
namespace {

using graph::DType;
using graph::Form;
using graph::Quantization;

// Halves away from zero; the number must be within 32 bits. A half is added to a double, where a float just below it stays below.
std::int32_t Round(double number) {
  return static_cast<std::int32_t>(number + (number < 0 ? -0.5 : 0.5));
}

template <typename T>
void Quantise(std::span<const float> from, const Quantization& quantization, T* to) {
  const auto scale = static_cast<float>(quantization.scale);  // the kernel divides in float32
  const auto least = static_cast<float>(std::numeric_limits<T>::min() - quantization.zero_point);
  const auto most = static_cast<float>(std::numeric_limits<T>::max() - quantization.zero_point);
  for (const float number : from) {
    const float steps = std::isnan(number) ? 0 : number / scale;
    *to++ = static_cast<T>(Round(steps < least ? least : steps > most ? most : steps) + quantization.zero_point);
  }
}

template <typename T>
void Dequantise(std::span<const T> from, const Quantization& quantization, float* to) {
  for (const T number : from) *to++ = static_cast<float>(quantization.scale * (number - quantization.zero_point));
}

// Calls `visit` with a value of the C++ type; false for another type than the narrow integers.
template <typename Visit>
bool WithNarrow(DType type, Visit&& visit) {
  switch (type) {
    case DType::kInt8:
      visit(std::int8_t{});
      return true;
    case DType::kUInt8:
      visit(std::uint8_t{});
      return true;
    case DType::kInt16:
      visit(std::int16_t{});
      return true;
    case DType::kUInt16:
      visit(std::uint16_t{});
      return true;
    default:
      return false;
  }
}

// float32 from and to narrow integers, which is what cuts between files need: the time is part of the deployment's. False for
// others.
bool RetypeQuickly(const Tensor& tensor, const Form& from, const Form& to, std::byte* bytes) {
  if (from.dtype == DType::kFloat32 && to.quantization) {
    const std::span numbers(reinterpret_cast<const float*>(tensor.data()), tensor.size_bytes() / sizeof(float));
    return WithNarrow(to.dtype,
                      [&](auto narrow) { Quantise(numbers, *to.quantization, reinterpret_cast<decltype(narrow)*>(bytes)); });
  }
  if (to.dtype != DType::kFloat32 || !from.quantization) return false;
  return WithNarrow(from.dtype, [&](auto narrow) {
    const auto* first = reinterpret_cast<const decltype(narrow)*>(tensor.data());
    Dequantise(std::span(first, tensor.size_bytes() / sizeof narrow), *from.quantization, reinterpret_cast<float*>(bytes));
  });
}

}  // namespace

std::vector<double> RealNumbers(const Tensor& tensor, const std::optional<Quantization>& quantization) {
  std::vector<double> numbers = Numbers(tensor);
  if (!quantization) return numbers;
  for (double& number : numbers) number = quantization->scale * (number - quantization->zero_point);
  return numbers;
}

void Retype(const Tensor& tensor, const Form& from, const Form& to, std::byte* bytes) {
  if (RetypeQuickly(tensor, from, to, bytes)) return;
  std::vector<double> numbers = RealNumbers(tensor, from.quantization);
  if (const auto& quantization = to.quantization) {
    for (double& number : numbers) {
      number = (std::isnan(number) ? 0 : std::round(number / quantization->scale)) + quantization->zero_point;
    }
  }
  PutNumbers(numbers, to.dtype, bytes);
}

}  // namespace dnntune::engine
