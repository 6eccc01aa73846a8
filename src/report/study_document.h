// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "report/document.h"
#include "study/findings.h"

namespace dnntune::report {

// A study as tables, charts and drawings: all models side by side, then each layer by layer.
[[nodiscard]] Document StudyDocument(const record::Study& study, std::span<const study::ModelFindings> models);

}  // namespace dnntune::report
