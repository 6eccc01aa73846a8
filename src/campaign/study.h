// SPDX-License-Identifier: Apache-2.0
// Many models of the zoo, measured on many engines.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/units.h"
#include "campaign/context.h"
#include "record/run_folder.h"
#include "record/study.h"

namespace dnntune::campaign {

// Empty lists mean: all models of the zoo, the engines that are installed, fp32 and int8, one thread and more up to the machine's
// logical CPUs.
struct StudyRequest {
  std::vector<std::string> models;
  std::vector<std::string> engines;
  std::vector<std::string> file_precisions;
  std::vector<int> threads;
};

// What a study is to be, or the folder of one that goes on.
struct StudyWanted {
  StudyRequest request;
  std::filesystem::path folder;  // empty: runs/<time>-study
  std::string resume;            // the run to go on with; then the request is empty
  Seconds budget{0};
};
struct Studied {
  record::RunFolder run;
  record::Study study;
};

// Plans a study, or goes on with one, and measures what is missing. Errors of PlanStudy, OpenRun and RunStudy; kUsage where a study
// that goes on is asked for something else than it was begun for; kBadInput where its folder holds none.
[[nodiscard]] Result<Studied> Study(const StudyWanted& wanted, const Context& context);

// An entry for every measurement, by model: layer by layer with one thread, in fp32 and, on engines that read files in it, in int8;
// then in fp32 with every number of threads, if there is more than one. kBadInput: an unknown model, engine or precision (with the
// nearest); kUnavailable: no agent, or no engine is installed.
[[nodiscard]] Result<record::Study> PlanStudy(const StudyRequest& request, const Context& context);

// Measures what is missing of the study, first every model layer by layer and then with several threads, the entries of one model
// and stage by turns. Profiles and study.json are saved as they grow. Nothing new is begun once `budget` of wall-clock time is
// spent; what is left over says so in `unavailable`, as does what cannot be measured. Errors: kInterrupted after Ctrl-C; kIo.
Result<void> RunStudy(record::Study& study, const Context& context, const record::RunFolder& run, Seconds budget);

}  // namespace dnntune::campaign
