// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "format/network.h"

namespace dnntune::format {

// The network as a .tflite file: float32, channels last, an operator for each node, tensors named as in every other format. Where
// SAME and VALID are not the node's padding, a PAD named "<node>/pad" comes before it. A feature map of more than one place is
// flattened with its channels last, and the weights that meet it are ordered for that: what follows is the same as in ONNX. The
// same network gives the same bytes. kUnavailable above 2 GiB.
[[nodiscard]] Result<std::string> WriteTflite(const Network& network);

}  // namespace dnntune::format
