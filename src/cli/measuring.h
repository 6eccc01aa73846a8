// SPDX-License-Identifier: Apache-2.0
// The model and a machine made ready to be measured; shared by bench, profile and tune.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "cli/config_flags.h"
#include "cli/session.h"
#include "engine/worker.h"
#include "profiler/plan.h"
#include "remote/connection.h"

namespace CLI {
class App;
}

namespace dnntune::cli {

// Flags of the commands that measure one model on one device.
struct MeasuringFlags {
  std::string model;   // file or zoo model; empty: the config's
  std::string device;  // name in the config; empty: the one whose role is device
  ConfigFlags config;
};
void AddMeasuringFlags(CLI::App& app, MeasuringFlags& flags);
// The same without the model.
void AddMachineFlags(CLI::App& app, MeasuringFlags& flags);

// The config and the device that the flags mean. kBadInput for an unknown device (with the nearest), and as LoadConfig and
// ResolveModel.
struct Chosen {
  spec::Spec spec;
  spec::Device device;
};
[[nodiscard]] Result<Chosen> Choose(const MeasuringFlags& flags);
// The same with the engine that is named first, installed or not.
[[nodiscard]] Result<Chosen> ChooseAsNamed(const MeasuringFlags& flags);

// Ready to be measured. Not copied or moved: the plan refers to the model's graph.
struct Measuring {
  std::unique_ptr<remote::Connection> connection;
  LoadedModel loaded;
  std::unique_ptr<engine::WorkerFactory> workers;
  std::unique_ptr<profiler::Plan> plan;
};

// Loads the model, sends it to the device's agent and completes its shapes by running it once. `others`: devices that are to run
// parts of it as well, so that its file is one for all where there is such a one. kUnavailable where the device or its engine
// cannot be had.
[[nodiscard]] Result<std::unique_ptr<Measuring>> Prepare(const spec::Spec& spec, const spec::Device& device,
                                                         std::span<const spec::Device> others = {});

}  // namespace dnntune::cli
