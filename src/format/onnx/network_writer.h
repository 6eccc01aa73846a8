// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "format/network.h"

namespace dnntune::format {

// The network as an ONNX file: IR 8, opset 13, channels first. The same network gives the same bytes. kUnavailable above 2 GiB.
[[nodiscard]] Result<std::string> WriteOnnx(const Network& network);

}  // namespace dnntune::format
