// SPDX-License-Identifier: Apache-2.0
// The ways to reach an agent, one row each.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "transport/stream.h"

namespace dnntune::transport {

struct Transport {
  std::string_view name;
  Result<Stream> (*open)();
  std::string_view advice;  // what to do where no agent answers
};

[[nodiscard]] std::span<const Transport> Transports();

// kUnavailable for a name that is not in the table; names those that are.
[[nodiscard]] Result<const Transport*> Find(std::string_view name);

}  // namespace dnntune::transport
