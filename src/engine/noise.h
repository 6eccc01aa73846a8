// SPDX-License-Identifier: Apache-2.0
// Values for the inputs of a model that nobody has given any for.
#pragma once

#include <cstdint>

#include "engine/worker.h"
#include "graph/graph.h"

namespace dnntune::engine {

// A value of the tensor: noise within its range, where the graph tells one, else as FillWithNoise makes it. Another one for each
// example and each name, the same on every machine. kBadInput where its shape or type is not known, kUnavailable for strings.
[[nodiscard]] Result<Tensor> MakeUp(const graph::Tensor& tensor, std::uint64_t example);

// Sets a tensor of the worker to the first example's value. Errors as MakeUp.
[[nodiscard]] Result<void> SetNoise(const graph::Tensor& tensor, Worker& worker);

// The same for every input of the model.
[[nodiscard]] Result<void> SetNoiseInputs(const graph::Graph& graph, Worker& worker);

}  // namespace dnntune::engine
