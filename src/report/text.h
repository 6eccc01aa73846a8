// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "report/document.h"

namespace dnntune::report {

struct TextStyle {
  bool colour = false;   // ANSI bold and dim; for terminals
  bool verbose = false;  // sections and tables of detail, too
};

// For eyes: the verdict first, then the sections with aligned tables. Reasons of missing values stand below their table. What was
// left out is named.
[[nodiscard]] std::string RenderText(const Document& document, const TextStyle& style);

}  // namespace dnntune::report
