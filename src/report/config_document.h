// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "report/document.h"
#include "spec/load.h"

namespace dnntune::report {

// Whether a config is right and what it asks for that is not here; `file` names it.
[[nodiscard]] Document ConfigCheckDocument(const std::string& file, const spec::Spec& spec);

// The same with every value and where it comes from.
[[nodiscard]] Document ConfigShowDocument(const std::string& file, const spec::Loaded& config);

}  // namespace dnntune::report
