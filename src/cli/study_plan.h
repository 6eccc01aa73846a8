// SPDX-License-Identifier: Apache-2.0
// What `dnntune study models` is to measure.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "record/study.h"

namespace dnntune::cli {

// Empty lists mean: all models of the zoo, the engines that are installed, fp32 and int8, one thread and more up to the machine's
// logical CPUs.
struct StudyRequest {
  std::vector<std::string> models;
  std::vector<std::string> engines;
  std::vector<std::string> numbers;
  std::vector<int> threads;
};

// An entry for every measurement, by model: layer by layer with one thread, in fp32 and, on engines that read files in it, in int8;
// then in fp32 with every number of threads, if there is more than one. kBadInput: an unknown model, engine or kind of numbers
// (with the nearest); kUnavailable: no agent, or no engine is installed.
[[nodiscard]] Result<record::Study> PlanStudy(const StudyRequest& request);

}  // namespace dnntune::cli
