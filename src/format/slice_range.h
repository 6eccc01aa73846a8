// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "format/format.h"
#include "graph/layer_range.h"

namespace dnntune::format {

// The range as a model file of its own, which reads what comes from outside of it and yields what is read outside. Errors as
// Model::Slice.
[[nodiscard]] Result<std::string> SliceRange(const Model& model, const graph::LayerRange& range);

}  // namespace dnntune::format
