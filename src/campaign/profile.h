// SPDX-License-Identifier: Apache-2.0
// One model on one device with one setting.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "campaign/context.h"
#include "metric/quantity.h"
#include "record/profile.h"
#include "record/run_folder.h"
#include "spec/spec.h"

namespace dnntune::campaign {

struct Profiled {
  std::optional<record::RunFolder> run;  // none: nothing is kept
  record::Profile profile;
  metric::Quantity<Seconds> load_time;         // of the whole model, where that was all that was measured
  std::vector<spec::Unavailable> unavailable;  // what the spec asks for and is not here
};

// The whole model on the device of that name (empty: the one with the role device). Errors of MakeReady and profiler::BenchModel.
[[nodiscard]] Result<Profiled> Bench(const spec::Spec& spec, const std::string& device, const Context& context);

// Layer by layer. Where a run's folder is to be resumed or the spec names one, what is measured is saved there as it grows, and
// what is complete there is kept. Errors of MakeReady, OpenRun and profiler::ProfileModel.
[[nodiscard]] Result<Profiled> Profile(const spec::Spec& spec, const std::string& device, const Context& context,
                                       const std::string& resume = "");

}  // namespace dnntune::campaign
