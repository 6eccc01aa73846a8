// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "format/network.h"

namespace dnntune::format {

// The network as a frozen GraphDef, batch height width channels. A node keeps its name and its tensor's; where it takes several of
// TensorFlow's, those before the last are called "<node>.<operator>" and their constants "<node>/<what>". A Flatten yields its
// elements in ONNX's order. The same network gives the same bytes. kUnavailable above 2 GiB.
[[nodiscard]] Result<std::string> WriteTensorFlow(const Network& network);

}  // namespace dnntune::format
