// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dnntune {

// Bytes from elsewhere for a message of one line: what is no printable ASCII becomes a space, spaces in a row become one, and past
// `most` characters stand three dots.
[[nodiscard]] std::string Printable(std::string_view bytes, std::size_t most);

}  // namespace dnntune
