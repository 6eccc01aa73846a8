// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/result.h"
#include "record/profile.h"
#include "spec/spec.h"
#include "tune/prove.h"

namespace dnntune::tune {

// The links that the spec names: presets, presets with some figures replaced, or links of the user's own. kBadInput names a link
// that is neither.
[[nodiscard]] Result<std::vector<link::Link>> LinksOf(const spec::Spec& spec);

// Whether anything can be decided for the model as the spec asks, to be known before hours go into measuring. kBadInput for a link
// as in LinksOf, or a pin of a layer that the model has not.
[[nodiscard]] Result<void> CheckWishes(const graph::Graph& graph, const spec::Spec& spec);

// A decision for every link, for the spec's objective first and then for latency and energy where they are not it. A link on which
// no deployment meets the limits, or whose energy is unavailable, is left out and named in `skipped` with the reason; an error only
// where nothing could be decided at all.
struct Decisions {
  std::vector<LinkDecision> made;
  std::vector<std::string> skipped;  // "3g, energy: ..."
};
[[nodiscard]] Result<Decisions> DecideAll(const record::Profile& device, const record::Profile& cloud, const spec::Spec& spec);

}  // namespace dnntune::tune
