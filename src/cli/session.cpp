// SPDX-License-Identifier: Apache-2.0
#include "cli/session.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/sha256.h"
#include "cli/model_format.h"
#include "zoo/zoo.h"

namespace dnntune::cli {
namespace {

using Power = metric::Quantity<Watts>;

// The authors' configs give TensorFlow's order, batch height width channels, and so have its files; ONNX files have channels first.
std::vector<std::int64_t> InOrderOf(bool is_onnx, const std::vector<std::int64_t>& shape) {
  if (shape.size() != 4 || (shape[3] == 3) == (shape[1] == 3)) return shape;
  const bool is_last = shape[3] == 3;
  if (is_last != is_onnx) return shape;
  if (is_last) return {shape[0], shape[3], shape[1], shape[2]};
  return {shape[0], shape[2], shape[3], shape[1]};
}

// That the engine reads one of the files; an unknown extension is the reader's to refuse.
Result<void> CheckReadsOne(const std::string& engine, std::span<const std::filesystem::path> files) {
  const std::filesystem::path file = FileFor(std::span(&engine, 1), files);
  const auto format = format::FormatOf(file);
  return format ? CheckReads(engine, (*format)->name, file.string()) : Result<void>();
}

Result<std::filesystem::path> FileOf(const spec::Model& model, std::span<const std::string> engines) {
  if (model.file.empty()) return zoo::Materialise(model.name, FormatFor(engines));
  std::vector<std::filesystem::path> files = {model.file};
  files.insert(files.end(), model.other_files.begin(), model.other_files.end());
  for (const std::string& engine : engines) TRY(CheckReadsOne(engine, files));
  return FileFor(engines, files);
}

Power ActivePower(const spec::Device& device) {
  const auto unit = device.power.active.find(device.setting.unit);
  if (unit != device.power.active.end()) {
    if (const auto watts = unit->second.find(device.setting.threads); watts != unit->second.end()) {
      return Power::Of(watts->second, metric::Source::kDeclared);
    }
  }
  return Power::Unavailable(fmt::format("no power of '{}' on {} with {} thread{} is declared; add it under the device's power.{}",
                                        device.name, device.setting.unit, device.setting.threads,
                                        device.setting.threads == 1 ? "" : "s", device.setting.unit));
}

Result<void> CheckDataType(const spec::Model& model, const LoadedModel& loaded) {
  if (!model.data_type) return {};
  const graph::Graph& graph = loaded.model->graph();
  std::string types;
  for (const graph::TensorId id : graph.inputs()) {
    const graph::Tensor& input = graph.tensors()[id];
    if (input.dtype == model.data_type || !input.dtype) return {};
    types += fmt::format("{}'{}' is {}", types.empty() ? "" : ", ", input.name, graph::DTypeName(*input.dtype));
  }
  return Fail(ErrorCode::kBadInput,
              fmt::format("{}: data_type says {}, but of the model's inputs {}; leave data_type out or convert the model",
                          loaded.file.string(), graph::DTypeName(*model.data_type), types));
}

}  // namespace

Result<void> ResolveModel(spec::Spec& spec) {
  spec::Model& model = spec.model;
  if (model.name.empty() && model.file.empty()) {
    return Fail(ErrorCode::kBadInput, "model: no model is named; give model.file, or model.name as one of 'dnntune zoo list'");
  }
  std::error_code error;
  const auto is_absent = [&](const std::filesystem::path& file) { return !std::filesystem::exists(file, error); };
  if (!model.file.empty() && is_absent(model.file) && zoo::Find(model.name) != nullptr) {
    spec.unavailable.push_back(
        {"model.file", model.file.string(), "there is no such file", fmt::format("the zoo's {} is used instead", model.name)});
    model.file.clear();
    model.other_files.clear();
  }
  if (!model.file.empty()) {
    std::vector<std::filesystem::path> files = {model.file};
    files.insert(files.end(), model.other_files.begin(), model.other_files.end());
    const auto absent = std::find_if(files.begin(), files.end(), is_absent);
    if (absent == files.end()) return {};
    return Fail(ErrorCode::kIo, fmt::format("model.file: there is no file {}", absent->string()));
  }
  if (zoo::Find(model.name) != nullptr) return {};
  ASSIGN_OR_RETURN(model.file, zoo::Resolve(model.name, DefaultFormat()));
  return {};
}

Result<LoadedModel> LoadModel(const spec::Model& model, std::span<const std::string> engines) {
  LoadedModel loaded;
  ASSIGN_OR_RETURN(loaded.file, FileOf(model, engines));
  const bool from_zoo = model.file.empty();
  for (const auto& [input, shape] : model.input_shapes) {
    const bool is_onnx = loaded.file.extension() == ".onnx";
    const bool is_any_order = from_zoo || !model.other_files.empty();
    loaded.options.input_shapes[from_zoo ? std::string() : input] = is_any_order ? InOrderOf(is_onnx, shape) : shape;
  }
  // The names in a config that was written for another format's file say nothing about the zoo's.
  if (!from_zoo) {
    loaded.options.inputs = model.inputs;
    loaded.options.outputs = model.outputs;
  }
  ASSIGN_OR_RETURN(loaded.model, format::Read(loaded.file, loaded.options));
  TRY(CheckDataType(model, loaded));
  loaded.id.name = model.name.empty() ? loaded.file.stem().string() : model.name;
  loaded.id.format = loaded.model->format();
  ASSIGN_OR_RETURN(loaded.id.sha256, Sha256File(loaded.file));
  return loaded;
}

Result<setting::Setting> SettingFor(const spec::Device& device, const device::DeviceDescription& machine) {
  setting::Setting setting = device.setting;
  if (setting.cores == "all") return setting;
  ASSIGN_OR_RETURN(setting.core_ids, device::CoreSet(machine, setting.cores));
  return setting;
}

record::Power PowerFor(const spec::Device& device) {
  record::Power power;
  power.idle =
      device.power.idle
          ? Power::Of(*device.power.idle, metric::Source::kDeclared)
          : Power::Unavailable(fmt::format("no idle power of '{}' is declared; add it under the device's power.idle", device.name));
  power.active = ActivePower(device);
  return power;
}

record::DeviceId DeviceIdFor(const spec::Device& device, const device::DeviceDescription& machine) {
  record::DeviceId id{device.name, device::Summary(machine), device.setting.slowdown, {}};
  if (!machine.load.empty()) id.state["load_average_1min"] = machine.load;
  if (!machine.temperature.empty()) id.state["temperature"] = machine.temperature;
  if (!machine.cores.empty() && !machine.cores.front().governor.empty()) id.state["governor"] = machine.cores.front().governor;
  return id;
}

}  // namespace dnntune::cli
