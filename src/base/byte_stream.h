// SPDX-License-Identifier: Apache-2.0
// Bytes that are never all in memory.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace dnntune {

// Takes the next bytes. An error ends the stream.
using ByteSink = std::function<Result<void>(std::string_view bytes)>;

// Hands all bytes to the sink, in order, and passes on its error.
using ByteSource = std::function<Result<void>(const ByteSink& sink)>;

// All of them after all.
[[nodiscard]] Result<std::string> Collect(const ByteSource& source);

}  // namespace dnntune
