// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "report/document.h"

namespace dnntune::report {

// For machines: {"schema": "dnntune-<kind>-1", "title", "verdict", "sections": [{"id", "title", "choice", "texts", "facts",
// "tables"}]}. A table is a list of objects. A number's key ends in its unit ("latency_s"), beside it stand "<key>_source" and the
// ends of its 95 % interval "<key>_low<unit>" and "<key>_high<unit>"; a missing value is null with "<key>_unavailable" saying why.
[[nodiscard]] std::string RenderJson(const Document& document);

struct NamedText {
  std::string name;  // Table::id
  std::string text;
};

// One CSV (RFC 4180) for the verdict, which says what kind of device the numbers are of, and one per table, SI units in the column
// names, missing values empty.
[[nodiscard]] std::vector<NamedText> RenderCsv(const Document& document);

}  // namespace dnntune::report
