// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "format/onnx/quantize/plan.h"

namespace dnntune::format::onnx {

// Carries the plan out: puts QuantizeLinear and DequantizeLinear between the nodes and makes constants int8.
void WriteInt8(GraphProto& graph, const Plan& plan, const Ranges& ranges);

}  // namespace dnntune::format::onnx
