// SPDX-License-Identifier: Apache-2.0
// The numbers of a network's weights, made where they are written: the largest networks do not fit into memory twice.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/byte_stream.h"
#include "format/network.h"

namespace dnntune::format {

[[nodiscard]] std::uint64_t Elements(const Weight& weight);

// All of the weight's values, row-major.
[[nodiscard]] std::vector<float> Fill(const Weight& weight);

// The values as little-endian bytes, a piece at a time.
[[nodiscard]] ByteSource Stream(const Weight& weight);

// The same with the second of the dimensions [first, second, rest] moved to the end, where `second` divides what follows the first.
[[nodiscard]] ByteSource StreamSecondLast(const Weight& weight, std::int64_t second);

// The same in another order of its four dimensions, as NumPy's transpose.
[[nodiscard]] ByteSource StreamTransposed(const Weight& weight, const std::array<int, 4>& order);

}  // namespace dnntune::format
