// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dnntune {

// The candidate with the least edit distance (swapped neighbours are one edit, letters' case is ignored) to `word`, if it is near
// enough to be a slip of the hand: at most a third of the word's length, and at least one.
[[nodiscard]] std::optional<std::string> Nearest(std::string_view word, std::span<const std::string> candidates);

// "; did you mean 'x'?" or "" - to be appended to an error about an unknown name.
[[nodiscard]] std::string DidYouMean(std::string_view word, std::span<const std::string> candidates);

}  // namespace dnntune
