// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "record/run_folder.h"
#include "report/document.h"
#include "spec/spec.h"

namespace dnntune::cli {

// Writes report.<format> for every format of the config.
[[nodiscard]] Result<void> SaveReports(const record::RunFolder& run, const spec::Spec& spec, const report::Document& document);

}  // namespace dnntune::cli
