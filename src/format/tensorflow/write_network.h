// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/byte_stream.h"
#include "format/network.h"

namespace dnntune::format::tensorflow {

// The network as a frozen GraphDef of TensorFlow's: float32, channels last. An operator that TensorFlow has no single one for is
// several, called "<node>.<operator>" before the last. The weights are made while they are written. The same network gives the same
// bytes. kUnavailable above 2 GiB and for an average whose border does not count where TensorFlow has no such padding.
[[nodiscard]] Result<void> WriteNetwork(const Network& network, const ByteSink& sink);

}  // namespace dnntune::format::tensorflow
