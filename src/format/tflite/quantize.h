// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "format/quantize.h"

namespace dnntune::format {

// .tflite files as full-integer files: every operator that TensorFlow Lite has an int8 kernel for computes in int8, the others
// between a DEQUANTIZE and a QUANTIZE of their own, as do the model's inputs and outputs. Inner tensors keep their names, in the
// form in which they are made; operators keep theirs, and one that is added has that of its neighbour before ".QUANTIZE" or
// ".DEQUANTIZE". float16: each constant of more than one number, which a DEQUANTIZE makes float32 under its name.
extern const Quantizer kTfliteQuantizer;

}  // namespace dnntune::format
