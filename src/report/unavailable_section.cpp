// SPDX-License-Identifier: Apache-2.0
#include "report/unavailable_section.h"

namespace dnntune::report {
namespace {

std::string Explain(const spec::Unavailable& entry) {
  return entry.reason + (entry.instead.empty() ? "" : "; ") + entry.instead;
}

}  // namespace

Section UnavailableSection(std::span<const spec::Unavailable> unavailable, std::span<const std::string> undecided) {
  Table table{.id = "unavailable",
              .title = "Asked for but not available here; the rest goes on without it",
              .columns = {{"key", "Key"}, {"name", "Asked for"}, {"reason", "Why, and what happens instead"}},
              .rows = {}};
  for (const spec::Unavailable& entry : unavailable) table.rows.push_back({{entry.key, entry.name, Explain(entry)}, false});
  Section section{"unavailable", "Not available", "", {}};
  if (!table.rows.empty()) section.blocks.emplace_back(std::move(table));
  for (const std::string& skipped : undecided) section.blocks.emplace_back(Text{"Not decided: " + skipped, Text::Kind::kWarning});
  return section;
}

}  // namespace dnntune::report
