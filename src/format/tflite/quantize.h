// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "format/quantize.h"

namespace dnntune::format::tflite {

// .tflite files as full-integer files: every operator that TensorFlow Lite has an int8 kernel for computes in int8, the others
// between a DEQUANTIZE and a QUANTIZE of their own, as do the model's inputs and outputs. Inner tensors keep their names, in the
// form in which they are made; operators keep theirs, and one that is added has that of its neighbour before ".QUANTIZE" or
// ".DEQUANTIZE". float16: each constant of more than one number, which a DEQUANTIZE makes float32 under its name.
extern const Quantizer kQuantizer;

// The same from a file's content. `path` is for messages.
[[nodiscard]] Result<std::vector<std::string>> Calibrated(std::string_view bytes, const std::filesystem::path& path);
[[nodiscard]] Result<Quantized> ToInt8(std::string_view bytes, const std::filesystem::path& path, const Ranges& ranges);
[[nodiscard]] Result<Quantized> ToFloat16(std::string_view bytes, const std::filesystem::path& path);

}  // namespace dnntune::format::tflite
