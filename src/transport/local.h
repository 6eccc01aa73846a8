// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "transport/stream.h"

namespace dnntune::transport {

// This machine: the program that $DNNTUNE_AGENT names, else dnntune-agent beside this one. kUnavailable where there is none.
[[nodiscard]] Result<Stream> OpenLocal();

}  // namespace dnntune::transport
