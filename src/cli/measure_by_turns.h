// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "cli/settings.h"
#include "record/run_folder.h"

namespace dnntune::cli {

enum class Extent : std::uint8_t { kWhole, kLayers };

// What became of one candidate: after Ctrl-C both may be there.
struct Measured {
  std::optional<record::Profile> profile;
  std::optional<Error> error;
};

// Measures the candidates by turns, each with an agent and workers of its own, and saves their profiles under their names in the
// run's folder as they grow. Complete parts that an earlier run left there are kept where `resume` says so. One that fails does not
// end the others.
[[nodiscard]] std::vector<Measured> MeasureByTurns(std::span<const Candidate> candidates, Extent extent,
                                                   const record::RunFolder& run, bool resume);

}  // namespace dnntune::cli
