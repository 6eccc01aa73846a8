// SPDX-License-Identifier: Apache-2.0
#include "campaign/identify.h"

#include <fmt/format.h>

#include "engine/capability.h"
#include "setting/dimension.h"

namespace dnntune::campaign {
namespace {

using Power = metric::Quantity<Watts>;

Power ActivePower(const spec::PlannedDevice& device) {
  const setting::Setting& setting = device.setting;
  const auto unit = device.power.active.find(setting.unit);
  if (unit != device.power.active.end()) {
    if (const auto watts = unit->second.find(setting.threads.value_or(0)); watts != unit->second.end()) {
      return Power::Of(watts->second, metric::Source::kDeclared);
    }
  }
  return Power::Unavailable(fmt::format("no power of '{}' on {} with {} is declared; add it under the device's power.{}",
                                        device.name, setting.unit, setting::WordsOf(setting, *setting::FindDimension("threads")),
                                        setting.unit));
}

}  // namespace

record::DeviceId Identify(const spec::PlannedDevice& device, const device::DeviceDescription& machine,
                          const engine::EngineInfo& engine) {
  record::DeviceId id{device.name, device::Summary(machine), device.setting.slowdown, {}};
  if (!machine.load.empty()) id.state["load_average_1min"] = machine.load;
  if (!machine.temperature.empty()) id.state["temperature"] = machine.temperature;
  if (!machine.cores.empty() && !machine.cores.front().governor.empty()) id.state["governor"] = machine.cores.front().governor;
  const engine::Capability* unit = engine::FindCapability(engine, "unit", device.setting.unit);
  if (unit != nullptr && unit->is_function_only) id.function_only = unit->detail;
  return id;
}

std::vector<std::string> NotesOn(const spec::PlannedDevice& device, const device::DeviceDescription& machine,
                                 const engine::EngineInfo& engine) {
  const setting::Setting& setting = device.setting;
  const std::size_t cores = setting.core_ids.empty() ? machine.allowed.size() : setting.core_ids.size();
  std::vector<std::string> notes = {device::LimitsNote(machine, setting.threads.value_or(1), cores),
                                    engine::OwnChoiceNote(setting, engine)};
  std::erase(notes, "");
  return notes;
}

record::Power DeclaredPowerOf(const spec::PlannedDevice& device) {
  record::Power power;
  power.idle =
      device.power.idle
          ? Power::Of(*device.power.idle, metric::Source::kDeclared)
          : Power::Unavailable(fmt::format("no idle power of '{}' is declared; add it under the device's power.idle", device.name));
  power.active = ActivePower(device);
  return power;
}

Result<void> CheckDecidable(const record::DeviceId& device, const spec::Spec& spec) {
  if (device.function_only.empty() || spec.allow_software_gpu) return {};
  return Fail(
      ErrorCode::kUnavailable,
      fmt::format("device '{}': {}, so nothing is decided with its times; give --allow-software-gpu to decide all the same, or "
                  "another unit",
                  device.name, device.function_only));
}

}  // namespace dnntune::campaign
