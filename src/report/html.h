// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "report/document.h"

namespace dnntune::report {

// One file that opens without a network: the document's data, the page's script and style.
[[nodiscard]] std::string RenderHtml(const Document& document);

}  // namespace dnntune::report
