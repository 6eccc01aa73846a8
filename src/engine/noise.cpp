// SPDX-License-Identifier: Apache-2.0
#include "engine/noise.h"

#include <fmt/format.h>

namespace dnntune::engine {

Result<void> SetNoise(const graph::Tensor& tensor, Worker& worker) {
  if (!tensor.shape || !tensor.dtype) {
    return Fail(ErrorCode::kBadInput,
                fmt::format("the shape of tensor '{}' is not known; for a model input give model.input_shape", tensor.name));
  }
  if (*tensor.dtype == graph::DType::kString) {
    return Fail(ErrorCode::kUnavailable, fmt::format("tensor '{}' holds strings, which cannot be made up", tensor.name));
  }
  Tensor noise(*tensor.dtype, *tensor.shape);
  FillWithNoise(noise, 1);
  return worker.SetTensor(tensor.name, std::move(noise));
}

Result<void> SetNoiseInputs(const graph::Graph& graph, Worker& worker) {
  for (const graph::TensorId input : graph.inputs()) TRY(SetNoise(graph.tensors()[input], worker));
  return {};
}

}  // namespace dnntune::engine
