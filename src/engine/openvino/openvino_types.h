// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/type/element_type.hpp>
#include <optional>

#include "graph/dtype.h"

namespace dnntune::engine {

// Nothing for strings and for types of less than a byte.
[[nodiscard]] std::optional<graph::DType> FromOpenVino(ov::element::Type type);
[[nodiscard]] ov::element::Type ToOpenVino(graph::DType type);

}  // namespace dnntune::engine
