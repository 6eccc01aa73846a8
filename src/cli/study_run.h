// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/units.h"
#include "record/run_folder.h"
#include "record/study.h"
#include "report/document.h"

namespace dnntune::cli {

// Measures what is missing of the study, first every model layer by layer and then with several threads, the entries of one model
// and stage by turns. Profiles and study.json are saved as they grow. Nothing new is begun once `budget` of wall-clock time is
// spent; what is left over says so in `unavailable`, as does what cannot be measured. Errors: kInterrupted after Ctrl-C; kIo.
Result<void> RunStudy(record::Study& study, const record::RunFolder& run, Seconds budget);

// What the study in this folder says. Errors as record::LoadProfile.
[[nodiscard]] Result<report::Document> ReportStudy(const record::Study& study, const std::filesystem::path& folder);

}  // namespace dnntune::cli
