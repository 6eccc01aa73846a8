// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/worker.h"
#include "graph/graph.h"

namespace dnntune::engine {

// Sets a tensor of the worker to noise (seed 1). kBadInput where its shape or type is not known, kUnavailable for strings.
Result<void> SetNoise(const graph::Tensor& tensor, Worker& worker);

// The same for every input of the model.
Result<void> SetNoiseInputs(const graph::Graph& graph, Worker& worker);

}  // namespace dnntune::engine
