// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "format/onnx/int8_plan.h"

namespace dnntune::format {

// Carries the plan out: puts QuantizeLinear and DequantizeLinear between the nodes and makes constants int8.
void WriteInt8(onnx::GraphProto& graph, const Int8Plan& plan, const Ranges& ranges);

}  // namespace dnntune::format
