// SPDX-License-Identifier: Apache-2.0
// Settings of one model on one device, measured by turns.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "campaign/context.h"
#include "profiler/sink.h"
#include "record/comparison.h"
#include "record/run_folder.h"
#include "search/race.h"
#include "spec/plan.h"

namespace dnntune::campaign {

// Settings to compare, each with the spec that it is measured by: model, profiling, and the device's power.
struct Entrant {
  search::Contender contender;
  spec::Device device;  // its setting is the contender's
  spec::Profiling profiling;
  spec::Model model;  // resolved
};

// How entrants are measured.
struct Race {
  profiler::Extent extent = profiler::Extent::kWhole;
  const record::RunFolder& run;  // where profiles are saved under the contenders' names as they grow
  bool resume = false;           // whether complete parts that are there are kept
};

// What became of each. An entrant that fails does not end the others.
[[nodiscard]] std::vector<search::Measured> MeasureByTurns(std::span<const Entrant> entrants, const Race& race,
                                                           const Context& context);

// What a comparison is of.
struct Compare {
  const spec::Spec& spec;
  std::string device;  // its name; empty: the one with the role device
  const search::Space& space;
  profiler::Extent extent = profiler::Extent::kWhole;
  std::string resume{};  // the run to go on with
};

// The settings of the space, measured, compared, and saved as the run's comparison. What cannot be measured is a row with its
// reason. Errors: kInterrupted after Ctrl-C, with what was measured saved; kIo; where nothing could be measured that of the first.
struct Compared {
  record::RunFolder run;
  record::Comparison comparison;
  std::vector<spec::Unavailable> unavailable;
};
[[nodiscard]] Result<Compared> CompareSettings(const Compare& wanted, const Context& context);

}  // namespace dnntune::campaign
