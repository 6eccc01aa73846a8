// SPDX-License-Identifier: Apache-2.0
#include "engine/noise.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/element.h"

namespace dnntune::engine {
namespace {

// FNV-1a (Fowler, Noll, Vo) of the name, from the example on.
std::uint64_t SeedOf(std::string_view name, std::uint64_t example) {
  std::uint64_t hash = 0xcbf29ce484222325U + example;
  for (const char letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  return hash;
}

void FillWithin(const graph::ValueRange& range, std::uint64_t seed, Tensor& tensor) {
  std::mt19937_64 random(seed);
  const auto choices = static_cast<std::uint64_t>(std::max(0.0, std::floor(range.high - range.low))) + 1;
  std::vector<double> numbers(tensor.size_bytes() / *graph::DTypeBytes(tensor.dtype()));
  for (double& number : numbers) number = range.low + static_cast<double>(random() % choices);
  PutNumbers(numbers, tensor.dtype(), tensor.data());
}

}  // namespace

Result<Tensor> MakeUp(const graph::Tensor& tensor, std::uint64_t example) {
  if (!tensor.shape || !tensor.dtype) {
    return Fail(ErrorCode::kBadInput, fmt::format("the {} of tensor '{}' is not known; for a model input give model.input_shape",
                                                  tensor.dtype ? "shape" : "type", tensor.name));
  }
  if (*tensor.dtype == graph::DType::kString) {
    return Fail(ErrorCode::kUnavailable, fmt::format("tensor '{}' holds strings, which cannot be made up", tensor.name));
  }
  Tensor made(*tensor.dtype, *tensor.shape);
  if (tensor.range && graph::DTypeBytes(*tensor.dtype)) {
    FillWithin(*tensor.range, SeedOf(tensor.name, example), made);
  } else {
    FillWithNoise(made, SeedOf(tensor.name, example));
  }
  return made;
}

Result<void> SetNoise(const graph::Tensor& tensor, Worker& worker) {
  ASSIGN_OR_RETURN(Tensor made, MakeUp(tensor, 1));
  return worker.SetTensor(tensor.name, std::move(made));
}

Result<void> SetNoiseInputs(const graph::Graph& graph, Worker& worker) {
  for (const graph::TensorId input : graph.inputs()) TRY(SetNoise(graph.tensors()[input], worker));
  return {};
}

}  // namespace dnntune::engine
