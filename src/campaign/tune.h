// SPDX-License-Identifier: Apache-2.0
// Profiles a device and a cloud, decides for every link, and proves the decisions by running them.
#pragma once

#include "base/result.h"
#include "campaign/context.h"
#include "record/profile.h"
#include "record/run_folder.h"
#include "record/tune_record.h"
#include "spec/spec.h"

namespace dnntune::campaign {

struct Tuned {
  record::RunFolder run;
  record::TuneRecord record;
  record::Profile device;
  record::Profile cloud;
};

// Of a device whose config names several engines the fastest is taken. Profiles and the record are saved in the run's folder
// (campaign::OpenRun) as they come, and what is complete there is kept. Errors: kInterrupted after Ctrl-C; of every step.
[[nodiscard]] Result<Tuned> Tune(const spec::Spec& spec, const Context& context, const std::string& resume = "");

}  // namespace dnntune::campaign
