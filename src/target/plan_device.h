// SPDX-License-Identifier: Apache-2.0
// From what a config asks of a device to what the device has.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "spec/plan.h"
#include "target/target.h"

namespace dnntune::target {

// Why an engine that has no program on the device cannot be used, and what to do.
[[nodiscard]] std::string NotInstalled(const std::string& engine);

// What the device's engine says of itself. kUnavailable, with the reason and what there is instead, where it cannot be used.
[[nodiscard]] Result<const engine::EngineInfo*> EngineOf(const Target& target, const std::string& engine);

// The setting with all that it leaves out: the numbers of the machine's cores, the engine's defaults, and the threads that it takes
// by itself on these cores. kUnavailable, kBadInput: the device's engine has not what it asks for.
[[nodiscard]] Result<setting::Setting> SettingOn(Target& target, const setting::Setting& asked);

// With the first engine of those that are named, and last of the one that a setting names by itself, which is installed; another
// engine that runs the same files where that one has not the unit; else the CPU; and the engine's own DNN library where it has not
// the one that is named. What was passed over goes to `unavailable`. kUnavailable where no engine is left.
[[nodiscard]] Result<spec::PlannedDevice> PlanDevice(const spec::Device& device, Target& target,
                                                     std::vector<spec::Unavailable>& unavailable);

// With the device's setting as it stands, or an error why not.
[[nodiscard]] Result<spec::PlannedDevice> PlanAsNamed(const spec::Device& device, Target& target);

}  // namespace dnntune::target
