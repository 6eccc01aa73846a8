// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/byte_stream.h"
#include "format/network.h"

namespace dnntune::format::onnx {

// The network as an ONNX file: IR 8, opset 13, channels first. The weights are made while they are written. The same network gives
// the same bytes. kUnavailable above 2 GiB.
[[nodiscard]] Result<void> WriteNetwork(const Network& network, const ByteSink& sink);

}  // namespace dnntune::format::onnx
