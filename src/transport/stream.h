// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/descriptor.h"

namespace dnntune::transport {

// The end of what carries a stream. Ends it on destruction, without a word.
class Ending {
 public:
  virtual ~Ending() = default;
  // Ends it unless it ends by itself within `grace_ms`, and says how it ended: "was killed by signal 9 (Killed)", "ended with exit
  // code 1". Says the same when it is called again.
  [[nodiscard]] virtual std::string End(int grace_ms) = 0;
};

// A byte stream to what may be an agent.
struct Stream {
  Descriptor from;  // to read
  Descriptor to;    // to write; none where `from` is a socket that does both
  std::unique_ptr<Ending> ending;
};

}  // namespace dnntune::transport
