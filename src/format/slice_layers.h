// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "base/result.h"
#include "format/format.h"
#include "graph/graph.h"

namespace dnntune::format {

// The layers as a model file of their own, which reads what comes from outside of them and yields what is read outside. Errors as
// Model::Slice.
[[nodiscard]] Result<std::string> SliceLayers(const Model& model, std::span<const graph::LayerId> layers);

}  // namespace dnntune::format
