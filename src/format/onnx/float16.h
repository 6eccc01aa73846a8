// SPDX-License-Identifier: Apache-2.0
// Include in .cpp files of this folder only.
#pragma once

#include "format/onnx/contents.h"
#include "format/quantize.h"

namespace dnntune::format::onnx {

// Every node that is defined for float16 computes in it, between float32 inputs and outputs of the model. Numbers that float16
// cannot hold are held at its end. What is returned has no bytes yet; `facts` are the model's, `known` what was read from it.
[[nodiscard]] Quantized WriteFloat16(ModelProto& model, const graph::Graph& known, const Facts& facts);

}  // namespace dnntune::format::onnx
