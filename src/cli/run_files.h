// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "record/run_folder.h"
#include "report/document.h"
#include "spec/spec.h"

namespace dnntune::cli {

// The folder of a run: the one to resume, else the config's, else runs/<time>-<name>. Errors of RunFolder::Open; kBadInput where
// the folder to resume does not exist.
[[nodiscard]] Result<record::RunFolder> OpenRun(const spec::Spec& spec, const std::string& resume);

// Writes report.<format> for every format of the config.
[[nodiscard]] Result<void> SaveReports(const record::RunFolder& run, const spec::Spec& spec, const report::Document& document);

}  // namespace dnntune::cli
