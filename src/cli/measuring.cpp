// SPDX-License-Identifier: Apache-2.0
#include "cli/measuring.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>

#include "cli/in_process_workers.h"
#include "profiler/complete_shapes.h"
#include "profiler/inputs.h"
#include "zoo/zoo.h"

namespace dnntune::cli {
namespace {

spec::Device DeviceOf(const MeasuringFlags& flags) {
  spec::Device device;
  device.name = "this machine";
  device.threads = flags.threads;
  device.affinity = flags.cores;
  device.graph_optimization = flags.graph_optimization;
  device.slowdown = flags.slowdown;
  return device;
}

// Reads the model again with the shapes that only a run can tell, where there are any.
Result<void> CompleteByRunning(Measuring& measuring, const engine::Setting& setting) {
  const auto& tensors = measuring.loaded.model->graph().tensors();
  if (std::all_of(tensors.begin(), tensors.end(), [](const graph::Tensor& tensor) { return tensor.shape.has_value(); })) return {};
  ASSIGN_OR_RETURN(const auto worker, measuring.workers->Start(setting));
  TRY(profiler::SetNoiseInputs(measuring.loaded.model->graph(), *worker));
  ASSIGN_OR_RETURN(measuring.loaded.options.known_shapes,
                   profiler::CompleteShapes(measuring.loaded.model->graph(), measuring.loaded.file.string(), setting, *worker));
  ASSIGN_OR_RETURN(measuring.loaded.model, format::Read(measuring.loaded.file, measuring.loaded.options));
  return {};
}

}  // namespace

void AddMeasuringFlags(CLI::App& app, MeasuringFlags& flags) {
  app.add_option("model", flags.model, "Model file, or a name of 'dnntune zoo list'")->required();
  app.add_option("--input-shape", flags.shapes, "Shape of an input with free dimensions: 1,3,224,224 or NAME:1,3,224,224");
  app.add_option("--threads", flags.threads, "Threads of the engine")->check(CLI::Range(1, 1024))->capture_default_str();
  app.add_option("--cores", flags.cores, "all, big, little, big+little or a list such as 0-3")->capture_default_str();
  app.add_option("--graph-optimization", flags.graph_optimization, "none, basic, extended or all")
      ->check(CLI::IsMember({"none", "basic", "extended", "all"}))
      ->capture_default_str();
  app.add_option("--slowdown", flags.slowdown, "Stand in for a device this many times as slow")
      ->check(CLI::Range(1.0, 1000.0))
      ->capture_default_str();
  app.add_option("--budget", flags.budget_s, "Measuring time in seconds")->check(CLI::Range(0.1, 86400.0))->capture_default_str();
  app.add_option("--precision", flags.precision, "Stop when half of the 95 % interval of the median is below this share of it")
      ->check(CLI::Range(1e-4, 1.0))
      ->capture_default_str();
}

Result<void> AddShape(const std::string& text, std::map<std::string, std::vector<std::int64_t>>& shapes) {
  const std::size_t colon = text.rfind(':');
  const std::string name = colon == std::string::npos ? "" : text.substr(0, colon);
  std::string dims = colon == std::string::npos ? text : text.substr(colon + 1);
  std::erase_if(dims, [](char letter) { return letter == '[' || letter == ']' || letter == ' '; });
  std::vector<std::int64_t>& shape = shapes[name];
  const char* position = dims.data();
  const char* const end = position + dims.size();
  while (position < end) {
    const auto [next, error] = std::from_chars(position, end, shape.emplace_back());
    if (error != std::errc() || shape.back() < 0 || (next < end && *next != ',')) {
      return Fail(ErrorCode::kBadInput, fmt::format("input_shape: '{}' is no shape; write 1,3,224,224 or NAME:1,3,224,224", text));
    }
    position = next + 1;
  }
  return {};
}

Result<std::unique_ptr<Measuring>> Prepare(const MeasuringFlags& flags) {
  auto measuring = std::make_unique<Measuring>();
  spec::Model model;
  for (const std::string& shape : flags.shapes) TRY(AddShape(shape, model.input_shapes));
  if (zoo::Find(flags.model) != nullptr) {
    model.name = flags.model;
  } else {
    ASSIGN_OR_RETURN(model.file, zoo::Resolve(flags.model, "onnx"));
  }
  ASSIGN_OR_RETURN(measuring->loaded, LoadModel(model));
  const device::DeviceDescription machine = device::Describe();
  const spec::Device device = DeviceOf(flags);
  ASSIGN_OR_RETURN(engine::Setting setting, SettingFor(device, machine));
  ASSIGN_OR_RETURN(auto workers, InProcessWorkers::Make());
  const std::string version = workers->version();
  measuring->workers = std::move(workers);
  TRY(CompleteByRunning(*measuring, setting));
  spec::Profiling profiling;
  profiling.budget = Seconds(flags.budget_s);
  profiling.precision = flags.precision;
  measuring->plan = std::make_unique<profiler::Plan>(profiler::Plan{.graph = measuring->loaded.model->graph(),
                                                                    .model_id = measuring->loaded.file.string(),
                                                                    .model = measuring->loaded.id,
                                                                    .device = DeviceIdFor(device, machine),
                                                                    .setting = std::move(setting),
                                                                    .profiling = profiling,
                                                                    .power = PowerFor(device),
                                                                    .engine_version = version,
                                                                    .inputs = {},
                                                                    .outputs = {}});
  return measuring;
}

}  // namespace dnntune::cli
