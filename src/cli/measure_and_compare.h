// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "campaign/compare.h"
#include "report/document.h"

namespace dnntune::cli {

// Settings measured by turns and compared, with reports in the run's folder; shared by compare and profile. Errors as
// campaign::CompareSettings.
[[nodiscard]] Result<report::Document> MeasureAndCompare(const campaign::Compare& wanted);

}  // namespace dnntune::cli
