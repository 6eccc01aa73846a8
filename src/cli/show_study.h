// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "record/study.h"
#include "report/document.h"

namespace dnntune::cli {

// What the study in this folder says; shared by study and report. Errors as record::LoadStudyProfiles.
[[nodiscard]] Result<report::Document> ShowStudy(const record::Study& study, const std::filesystem::path& folder);

}  // namespace dnntune::cli
