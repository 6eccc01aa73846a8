// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/byte_stream.h"
#include "format/network.h"

namespace dnntune::format::tflite {

// The network as a .tflite file: float32, channels last, tensors named as in every other format. An operator that TensorFlow Lite
// has no single one for is several, called "<node>.<operator>" before the last. Where SAME and VALID are not the node's padding, a
// PAD comes before it. A feature map of more than one place is flattened with its channels last, and the weights that meet it are
// ordered for that: what follows is the same as in ONNX. The weights are made while they are written. The same network gives the
// same bytes. kUnavailable above 2 GiB and for an average whose border does not count where there is no such padding.
[[nodiscard]] Result<void> WriteNetwork(const Network& network, const ByteSink& sink);

}  // namespace dnntune::format::tflite
