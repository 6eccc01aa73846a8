// SPDX-License-Identifier: Apache-2.0
// The claim that every split of a model rests on.
#pragma once

#include <cstddef>

#include "engine/engine.h"
#include "engine/local_worker.h"
#include "graph/graph.h"

namespace dnntune::conformance {

// The largest difference of two tensors' elements, as numbers; infinite where they differ in type or shape or a number is none.
[[nodiscard]] double Furthest(const engine::Tensor& a, const engine::Tensor& b);

// The largest number in it, regardless of its sign.
[[nodiscard]] double Largest(const engine::Tensor& tensor);

struct CutClaim {
  double tolerance = 0;  // of the largest number of an output
  std::size_t step = 1;  // cuts after every step-th layer only: where all of them would take minutes
};

// Runs head and tail of a cut after every layer, the tensors between them real, and fails where an output differs from the whole
// model's by more than the tolerance. `request` opens the whole, whose inputs are in the worker, and `graph` is of it. What a part
// is to make is wiped out before it runs.
void ExpectEveryCutEqualsTheWhole(engine::LocalWorker& worker, const engine::OpenRequest& request, const graph::Graph& graph,
                                  const CutClaim& claim);

}  // namespace dnntune::conformance
