// SPDX-License-Identifier: Apache-2.0
// Flags of the commands that measure one model on one device.
#pragma once

#include <string>

#include "base/result.h"
#include "campaign/context.h"
#include "cli/config_flags.h"
#include "cli/console_progress.h"
#include "spec/spec.h"

namespace dnntune::cli {

struct MeasuringFlags {
  std::string model;   // file or zoo model; empty: the config's
  std::string device;  // name in the config; empty: the one whose role is device
  ConfigFlags config;
};
void AddMeasuringFlags(Command& command, MeasuringFlags& flags);
// The same without the model.
void AddMachineFlags(Command& command, MeasuringFlags& flags);

// The config with the model that the flags mean. Errors as LoadConfig and zoo::Resolve.
[[nodiscard]] Result<spec::Spec> LoadSpec(const MeasuringFlags& flags);

// What the campaign of a command is given: the devices and models of this run, and the console.
struct Session {
  target::Targets targets;
  target::Models models;
  ConsoleProgress progress;

  [[nodiscard]] campaign::Context Context() { return {targets, models, progress}; }
};

}  // namespace dnntune::cli
