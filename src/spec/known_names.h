// SPDX-License-Identifier: Apache-2.0
// Names that people write into configs and that this version does not have, each with the reason and the next step.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spec/spec.h"
#include "spec/value.h"

namespace dnntune::spec {

enum class NameKind : std::uint8_t { kFramework, kLibrary, kUnit, kTool, kEvent, kTransport };

struct KnownName {
  std::string name;       // as this program spells it
  std::string reason;     // why it cannot be used and what to do; empty: it can
  std::string instead{};  // what happens then
};

[[nodiscard]] std::vector<KnownName> NamesOf(NameKind kind);

// Sorts the names of a value into those that can be used, as this program spells them, and known ones that cannot, which go to
// `unavailable` with the reason. kBadInput for a name that is neither (with the nearest).
[[nodiscard]] Result<std::vector<std::string>> UsableNames(const Value& value, NameKind kind,
                                                           std::vector<Unavailable>& unavailable);

}  // namespace dnntune::spec
