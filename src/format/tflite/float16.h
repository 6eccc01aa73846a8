// SPDX-License-Identifier: Apache-2.0
// Include in .cpp files of this folder only.
#pragma once

#include "format/quantize.h"
#include "format/tflite/contents.h"

namespace dnntune::format::tflite {

// The model with its constants as float16, each made float32 again by a DEQUANTIZE: what XNNPACK and GPUs read as float16 weights.
// Numbers that float16 is too small for are held at its end. Single numbers (bounds, factors) stay as they are.
[[nodiscard]] Quantized WriteFloat16(const schema::Model& model);

}  // namespace dnntune::format::tflite
