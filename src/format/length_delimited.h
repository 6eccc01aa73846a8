// SPDX-License-Identifier: Apache-2.0
// The wire format of protocol buffers around something that is too large to be put into a message first
// (https://protobuf.dev/programming-guides/encoding).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dnntune::format {

// A message that is the field `field` of the one around it, and what it holds before the field that comes next.
struct Wrapping {
  int field = 0;
  std::string_view before;  // serialised fields
};

// The bytes that make `size` bytes after them the field `field` of the innermost message, and that the last of each: outermost
// first.
[[nodiscard]] std::string Opening(std::span<const Wrapping> around, int field, std::uint64_t size);

}  // namespace dnntune::format
