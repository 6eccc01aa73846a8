// SPDX-License-Identifier: Apache-2.0
#include "format/length_delimited.h"

namespace dnntune::format {
namespace {

// Seven bits a byte, the lowest first; the eighth says that more follow.
std::string Varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7U) bytes += static_cast<char>((value & 0x7fU) | 0x80U);
  return bytes + static_cast<char>(value);
}

// Tag and length of a field of bytes.
std::string Tag(int field, std::uint64_t size) {
  constexpr std::uint64_t kLengthDelimited = 2;
  return Varint(static_cast<std::uint64_t>(field) << 3U | kLengthDelimited) + Varint(size);
}

}  // namespace

std::string Opening(std::span<const Wrapping> around, int field, std::uint64_t size) {
  std::string opening = Tag(field, size);
  for (std::size_t i = around.size(); i-- > 0;) {
    opening.insert(0, around[i].before);
    opening.insert(0, Tag(around[i].field, opening.size() + size));
  }
  return opening;
}

}  // namespace dnntune::format
