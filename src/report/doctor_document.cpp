// SPDX-License-Identifier: Apache-2.0
#include "report/doctor_document.h"

namespace dnntune::report {

Document DoctorDocument(const std::string& machine, std::span<const Ability> abilities) {
  Table table{.id = "abilities",
              .title = "",
              .columns = {{"what", "What"}, {"available", "Available"}, {"detail", "Detail, or why not and what to do"}},
              .rows = {}};
  for (const Ability& one : abilities) {
    const bool is_able = one.why_not.empty();
    table.rows.push_back({{one.what, is_able ? "yes" : "no", is_able ? one.detail : one.why_not}, false});
  }
  Document document{.kind = "doctor", .title = "What this machine can measure", .verdict = {machine}, .sections = {}};
  document.sections.push_back({"abilities", "Abilities", "", {std::move(table)}});
  return document;
}

}  // namespace dnntune::report
