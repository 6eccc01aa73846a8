// SPDX-License-Identifier: Apache-2.0
// Files of small networks for each kind of engine.
#pragma once

#include <chrono>
#include <string>

#include "conformance/small_networks.h"
#include "graph/graph.h"

namespace dnntune::conformance {

// What every part takes in the profiles of WriteProfile.
inline constexpr std::chrono::milliseconds kRecorded{2};

// The part as an ONNX file.
[[nodiscard]] Result<std::string> WriteOnnxPart(const format::Network& network, const Names& inputs, const Names& outputs);

// The part as a frozen GraphDef.
[[nodiscard]] Result<std::string> WriteTensorFlowPart(const format::Network& network, const Names& inputs, const Names& outputs);
// The part as a .tflite file.
[[nodiscard]] Result<std::string> WriteTflitePart(const format::Network& network, const Names& inputs, const Names& outputs);

// The part as a profile in which every layer, and the whole, was measured once.
[[nodiscard]] Result<std::string> WriteProfile(const format::Network& network, const Names& inputs, const Names& outputs);

// Operators, tensors and layers of the part. Shapes are those of ONNX; names are the same in every format.
[[nodiscard]] Result<graph::Graph> GraphOf(const format::Network& network, const Names& inputs, const Names& outputs);

}  // namespace dnntune::conformance
