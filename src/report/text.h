// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "report/document.h"

namespace dnntune::report {

struct TextStyle {
  bool colour = false;  // ANSI bold and dim; for terminals
};

// For eyes: the verdict first, then every section with aligned tables. Reasons of missing values stand below their table.
[[nodiscard]] std::string RenderText(const Document& document, const TextStyle& style);

}  // namespace dnntune::report
