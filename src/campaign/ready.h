// SPDX-License-Identifier: Apache-2.0
// From a plan to what the profiler is given.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "campaign/context.h"
#include "profiler/task.h"
#include "spec/plan.h"

namespace dnntune::campaign {

// The device of that name, or of an empty one the one with the role device, with what it really uses of what the spec asks for.
// Errors of spec::DeviceNamed, Targets::Open, ResolveModel and PlanDevice.
[[nodiscard]] Result<spec::Plan> PlanOne(const spec::Spec& spec, const std::string& device, const Context& context);
// All devices.
[[nodiscard]] Result<spec::Plan> PlanAll(const spec::Spec& spec, const Context& context);

// A model on a device, ready to be measured. Not copied or moved: the task refers to the model's graph and to the workers.
struct Ready {
  target::Installed installed;
  std::unique_ptr<engine::WorkerFactory> workers;
  std::unique_ptr<profiler::Task> task;
};

// What is to be made ready. `others`: devices that are to run parts of the model as well, so that its file is one for all where
// there is such a one.
struct Wanted {
  const spec::Spec& spec;
  const spec::Model& model;
  const spec::PlannedDevice& device;
  std::span<const spec::PlannedDevice> others{};
};

// Loads the model, sends it to the device, and completes its shapes by running it once. The device is open. Errors of
// target::FileFor and Models::Install.
[[nodiscard]] Result<std::unique_ptr<Ready>> MakeReady(const Wanted& wanted, const Context& context);

}  // namespace dnntune::campaign
