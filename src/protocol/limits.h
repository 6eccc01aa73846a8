// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <capnp/message.h>

#include <cstdint>

namespace dnntune::protocol {

// Cap'n Proto refuses messages of more than 64 MB to guard servers against strangers. Both ends here are ours, and tensors are
// large.
inline capnp::ReaderOptions MessageLimits() {
  capnp::ReaderOptions options;
  options.traversalLimitInWords = std::uint64_t{1} << 36;
  return options;
}

}  // namespace dnntune::protocol
