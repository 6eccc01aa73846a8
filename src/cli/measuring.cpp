// SPDX-License-Identifier: Apache-2.0
#include "cli/measuring.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/nearest.h"
#include "cli/choose_engines.h"
#include "cli/model_format.h"
#include "profiler/complete_shapes.h"
#include "profiler/inputs.h"
#include "zoo/zoo.h"

namespace dnntune::cli {
namespace {

// Reads the model again with the shapes that only a run can tell, where there are any.
Result<void> CompleteByRunning(Measuring& measuring, const setting::Setting& setting, const std::string& model_id) {
  const auto& tensors = measuring.loaded.model->graph().tensors();
  if (std::all_of(tensors.begin(), tensors.end(), [](const graph::Tensor& tensor) { return tensor.shape.has_value(); })) return {};
  ASSIGN_OR_RETURN(const auto worker, measuring.workers->Start(setting));
  TRY(profiler::SetNoiseInputs(measuring.loaded.model->graph(), *worker));
  ASSIGN_OR_RETURN(measuring.loaded.options.known_shapes,
                   profiler::CompleteShapes(measuring.loaded.model->graph(), model_id, setting, *worker));
  ASSIGN_OR_RETURN(measuring.loaded.model, format::Read(measuring.loaded.file, measuring.loaded.options));
  return {};
}

Result<engine::EngineInfo> DescribeEngine(remote::Connection& connection, const std::string& engine) {
  ASSIGN_OR_RETURN(const auto engines, connection.Engines());
  std::vector<std::string> names;
  for (const remote::EngineStatus& status : engines) {
    names.push_back(status.info.name);
    if (status.info.name != engine) continue;
    if (!status.problem.empty()) return Fail(ErrorCode::kUnavailable, fmt::format("engine {}: {}", engine, status.problem));
    return status.info;
  }
  return Fail(ErrorCode::kUnavailable, fmt::format("engine {}{} {}, or use one of: {}", engine, DidYouMean(engine, names),
                                                   NotInstalled(engine), fmt::join(names, ", ")));
}

record::DeviceId Identify(const spec::Device& device, const device::DeviceDescription& machine, const engine::EngineInfo& engine) {
  record::DeviceId id = DeviceIdFor(device, machine);
  for (const engine::Capability& one : engine.capabilities) {
    if (one.kind == "unit" && one.name == device.setting.unit && one.is_function_only) id.function_only = one.detail;
  }
  return id;
}

// The config with the model that the flags mean.
Result<spec::Spec> LoadSpec(const MeasuringFlags& flags) {
  ASSIGN_OR_RETURN(spec::Loaded loaded, LoadConfig(flags.config));
  spec::Spec& spec = loaded.spec;
  if (!flags.model.empty()) spec.model.other_files.clear();
  if (zoo::Find(flags.model) != nullptr) {
    spec.model.name = flags.model;
    spec.model.file.clear();
  } else if (!flags.model.empty()) {
    ASSIGN_OR_RETURN(spec.model.file, zoo::Resolve(flags.model, DefaultFormat()));
  }
  TRY(ResolveModel(spec));
  return spec;
}

Result<Chosen> FindDevice(spec::Spec spec, const MeasuringFlags& flags) {
  std::vector<std::string> names;
  for (const spec::Device& device : spec.devices) {
    if (flags.device.empty() ? device.role == spec::Role::kDevice : device.name == flags.device) return Chosen{spec, device};
    names.push_back(device.name);
  }
  return Fail(ErrorCode::kBadInput, fmt::format("--device: the config has no device '{}'{}; it has {}", flags.device,
                                                DidYouMean(flags.device, names), fmt::join(names, ", ")));
}

}  // namespace

void AddMeasuringFlags(CLI::App& app, MeasuringFlags& flags) {
  app.add_option("model", flags.model, "Model file, or a name of 'dnntune zoo list'; may be left out with --config");
  AddMachineFlags(app, flags);
}

void AddMachineFlags(CLI::App& app, MeasuringFlags& flags) {
  app.add_option("--config", flags.config.file, "Config file (YAML)");
  app.add_option("--device", flags.device, "Name of the config's device to measure with; else the one with the role device");
  AddConfigFlags(app, flags.config, kMeasuringParts);
}

Result<Chosen> Choose(const MeasuringFlags& flags) {
  ASSIGN_OR_RETURN(spec::Spec spec, LoadSpec(flags));
  TRY(ChooseEngines(spec));
  return FindDevice(std::move(spec), flags);
}

Result<Chosen> ChooseAsNamed(const MeasuringFlags& flags) {
  ASSIGN_OR_RETURN(spec::Spec spec, LoadSpec(flags));
  return FindDevice(std::move(spec), flags);
}

Result<std::unique_ptr<Measuring>> Prepare(const spec::Spec& spec, const spec::Device& device,
                                           std::span<const spec::Device> others) {
  auto measuring = std::make_unique<Measuring>();
  std::vector<std::string> engines = {device.setting.engine};
  for (const spec::Device& other : others) engines.push_back(other.setting.engine);
  ASSIGN_OR_RETURN(measuring->loaded, LoadModel(spec.model, engines));
  ASSIGN_OR_RETURN(measuring->connection, remote::Connection::Open({device.transport}));
  ASSIGN_OR_RETURN(const device::DeviceDescription machine, measuring->connection->Describe());
  ASSIGN_OR_RETURN(setting::Setting setting, SettingFor(device, machine));
  ASSIGN_OR_RETURN(const engine::EngineInfo engine, DescribeEngine(*measuring->connection, device.setting.engine));
  ASSIGN_OR_RETURN(const std::string model_id, measuring->connection->PutModel(measuring->loaded.model->files()));
  measuring->workers = measuring->connection->Workers(spec.profiling.timeout);
  TRY(CompleteByRunning(*measuring, setting, model_id));
  measuring->plan = std::make_unique<profiler::Plan>(profiler::Plan{.graph = measuring->loaded.model->graph(),
                                                                    .model_id = model_id,
                                                                    .model = measuring->loaded.id,
                                                                    .device = Identify(device, machine, engine),
                                                                    .setting = std::move(setting),
                                                                    .profiling = spec.profiling,
                                                                    .power = PowerFor(device),
                                                                    .engine_version = engine.version,
                                                                    .inputs = measuring->loaded.options.inputs,
                                                                    .outputs = measuring->loaded.options.outputs});
  return measuring;
}

}  // namespace dnntune::cli
