// SPDX-License-Identifier: Apache-2.0
// ONNX models in float16, and in int8 as operators between QuantizeLinear and DequantizeLinear (QDQ), which engines fuse.
#pragma once

#include "format/quantize.h"

namespace dnntune::format::onnx {

[[nodiscard]] Result<std::vector<std::string>> Calibrated(const std::filesystem::path& file, const graph::Graph& graph);
[[nodiscard]] Result<Quantized> ToInt8(const std::filesystem::path& file, const graph::Graph& graph, const Ranges& ranges);
[[nodiscard]] Result<Quantized> ToFloat16(const std::filesystem::path& file, const graph::Graph& graph);

// In int8, a tensor that one part of the network hands to another is the int8 one, under the float32 tensor's name: a cut there
// sends a quarter of the bytes, and a part that is run by itself is in int8 from its first operator on. Nodes keep their names;
// what is put beside them falls into their layers. BatchNormalization behind a convolution is folded into it. Opset 13 is the
// least.
inline constexpr Quantizer kQuantizer{&Calibrated, &ToInt8, &ToFloat16};

}  // namespace dnntune::format::onnx
