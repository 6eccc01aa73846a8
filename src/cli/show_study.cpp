// SPDX-License-Identifier: Apache-2.0
#include "cli/show_study.h"

#include "record/run_folder.h"
#include "report/study_document.h"
#include "study/findings.h"

namespace dnntune::cli {

Result<report::Document> ShowStudy(const record::Study& study, const std::filesystem::path& folder) {
  ASSIGN_OR_RETURN(const auto profiles, record::LoadStudyProfiles(folder, study));
  return report::StudyDocument(study, study::Find(study, profiles));
}

}  // namespace dnntune::cli
