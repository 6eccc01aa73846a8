// SPDX-License-Identifier: Apache-2.0
// What a profile says of the device that it is of.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "device/description.h"
#include "engine/engine.h"
#include "record/profile.h"
#include "spec/plan.h"

namespace dnntune::campaign {

[[nodiscard]] record::DeviceId Identify(const spec::PlannedDevice& device, const device::DeviceDescription& machine,
                                        const engine::EngineInfo& engine);

// What a measurement there must say besides: fewer cores or less CPU time than threads, and what the engine would take by itself.
[[nodiscard]] std::vector<std::string> NotesOn(const spec::PlannedDevice& device, const device::DeviceDescription& machine,
                                               const engine::EngineInfo& engine);

// As declared for the device's unit and threads, else the reason and the key to add: between other numbers of threads nothing is
// interpolated.
[[nodiscard]] record::Power DeclaredPowerOf(const spec::PlannedDevice& device);

// kUnavailable, naming the option, where the device's times tell nothing of its unit's speed and the config does not ask to decide
// with them all the same.
[[nodiscard]] Result<void> CheckDecidable(const record::DeviceId& device, const spec::Spec& spec);

}  // namespace dnntune::campaign
