// SPDX-License-Identifier: Apache-2.0
// Which operators make up a layer. Each function takes operators in topological order with their tensors and gives every operator
// a layer's name; operators of one name are one layer.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "graph/graph.h"

namespace dnntune::graph {

using LayerNames = std::vector<std::string>;  // one per operator

// By the scopes in the operators' names: "Conv1/relu" belongs to "Conv1". A scope around everything is left out, a scope that holds
// a large part of the network is split by its inner scopes. Nothing where most operators have no scope, or where there is one scope
// only.
[[nodiscard]] std::optional<LayerNames> LayersByScope(std::span<const Operator> operators);

// The blocks between the computed tensors that every path crosses, each named for its operator with the most MACs. A block that
// multiplies nothing and does not enlarge what it is given (an activation, a pooling) joins the one before, with which engines fuse
// it.
[[nodiscard]] LayerNames LayersByBlock(std::span<const Operator> operators, std::span<const Tensor> tensors);

// Gives the operators that make and read a confined tensor, and all others of their layers, one name: the maker's.
void KeepConfined(std::span<const Operator> operators, std::span<const Tensor> tensors, LayerNames& names);

// Layers from names, in topological order. kBadInput naming the layers of a cycle.
[[nodiscard]] Result<std::vector<Layer>> MakeLayers(std::span<const Operator> operators, std::span<const Tensor> tensors,
                                                    const LayerNames& names);

}  // namespace dnntune::graph
