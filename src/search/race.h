// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "profiler/turns.h"
#include "record/comparison.h"
#include "record/profile.h"
#include "search/space.h"

namespace dnntune::search {

// What became of a contender: after Ctrl-C both may be there.
struct Measured {
  std::optional<record::Profile> profile;
  std::optional<Error> error;
};

// Measures one contender, whose index it is given, as a participant of `turn`, and keeps in `profile` what it has so far.
using Evaluate = std::function<Result<void>(std::size_t contender, profiler::Turn turn, std::optional<record::Profile>& profile)>;

// Measures the contenders by turns, a handful of them present at a time (profiler::kMostPresent). One that fails does not end the
// others; after Ctrl-C those that have not begun are not.
[[nodiscard]] std::vector<Measured> Race(std::span<const Contender> contenders, const Evaluate& evaluate);

// The first error of the kind, or null.
[[nodiscard]] const Error* FirstError(std::span<const Measured> measured, ErrorCode code);

// What was measured, side by side; what was not is a row with its reason. An error where a profile could not be saved (kIo), or
// where nothing was measured: why, of each.
[[nodiscard]] Result<record::Comparison> CompareMeasured(std::span<const Contender> contenders, std::span<const Measured> measured,
                                                         const std::string& model);

// The fastest, or of those that cannot be told from it the one that comes first; the first of all where none was measured.
[[nodiscard]] const Contender& Winner(std::span<const Contender> contenders, const record::Comparison& comparison);

}  // namespace dnntune::search
