// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "graph/dtype.h"

namespace dnntune::engine {

// An element type as the C APIs of TensorFlow Lite (TfLiteType) and LiteRT (LiteRtElementType) number it; nothing for one that
// tensors here cannot have.
[[nodiscard]] std::optional<graph::DType> FromTfLiteType(int type);
// The other way; 0, which is no type, for what has no number there.
[[nodiscard]] int ToTfLiteType(graph::DType type);

}  // namespace dnntune::engine
