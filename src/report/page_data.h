// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "report/document.h"

namespace dnntune::report {

// The document as JSON for the page's script (web/src/data.ts), safe inside a <script> element: no '<' occurs in it.
[[nodiscard]] std::string PageData(const Document& document);

}  // namespace dnntune::report
