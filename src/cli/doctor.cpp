// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstring>

#include "cli/verb.h"
#include "device/description.h"
#include "meter/meter.h"
#include "report/doctor_document.h"
#include "spec/known_names.h"
#include "target/plan_device.h"

namespace dnntune::cli {
namespace {

using report::Ability;

// Whether the processor's counters can be opened, tried and not guessed (perf_event_open(2)). Empty: yes.
std::string CounterProblem() {
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = PERF_TYPE_HARDWARE;
  attributes.config = PERF_COUNT_HW_CACHE_MISSES;
  attributes.disabled = 1;
  attributes.exclude_kernel = 1;
  const long fd = ::syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0);
  if (fd >= 0) {
    ::close(static_cast<int>(fd));
    return "";
  }
  const std::string reason = std::strerror(errno);
  if (errno == EACCES || errno == EPERM)
    return "the kernel refuses: " + reason + "; lower kernel.perf_event_paranoid or run as root";
  return "the processor or its hypervisor offers none: " + reason;
}

// "version 2026.4.1, reads onnx, tflite".
std::string Print(const engine::EngineInfo& info) {
  std::vector<std::string> formats;
  for (const engine::Capability& one : info.capabilities) {
    if (one.kind == "format" && one.available) formats.push_back(one.name);
  }
  return fmt::format("version {}{}{}", info.version, formats.empty() ? "" : ", reads ", fmt::join(formats, ", "));
}

void AddEngines(std::vector<Ability>& abilities) {
  target::Targets targets;
  const auto target = targets.Open(spec::Device{.name = "this machine"});
  if (!target) {
    abilities.push_back({"engines", target.error().message});
    return;
  }
  const auto engines = (*target)->engines();
  for (const remote::EngineStatus& engine : engines) {
    abilities.push_back({"engine " + engine.info.name, engine.problem, Print(engine.info)});
    for (const engine::Capability& unit : engine.info.capabilities) {
      if (unit.kind != "unit" || unit.name == "cpu") continue;
      abilities.push_back({fmt::format("{} of {}", unit.name, engine.info.name), unit.available ? "" : unit.detail, unit.detail});
    }
  }
  for (const spec::KnownName& known : spec::NamesOf(spec::NameKind::kFramework)) {
    const auto is_it = [&](const remote::EngineStatus& engine) { return engine.info.name == known.name; };
    if (!known.reason.empty() || std::ranges::any_of(engines, is_it)) continue;
    abilities.push_back({"engine " + known.name, target::NotInstalled(known.name)});
  }
}

Ability FrequencyControl(const device::DeviceDescription& machine) {
  const bool known = !machine.cores.empty() && !machine.cores[0].governor.empty();
  return {"frequency control", known ? "" : "the kernel shows no cpufreq here; runs may drift with the clock, compare ratios",
          known ? "governor " + machine.cores[0].governor : ""};
}

Ability LittleCores(const device::DeviceDescription& machine) {
  const auto little = device::CoreSet(machine, "little");
  return {"big and little cores", little ? "" : little.error().message, little ? fmt::format("{} little", little->size()) : ""};
}

Result<report::Document> Examine() {
  const device::DeviceDescription machine = device::Describe();
  std::vector<Ability> abilities = {{"latency", "", "steady clock of the system, nanoseconds"}};
  AddEngines(abilities);
  for (const spec::KnownName& engine : spec::NamesOf(spec::NameKind::kFramework)) {
    if (!engine.reason.empty()) abilities.push_back({"engine " + engine.name, engine.reason});
  }
  for (const meter::MeterRow& row : meter::Meters()) {
    abilities.push_back({"energy meter " + std::string(row.name), row.make("/")->WhyUnavailable(), std::string(row.meaning)});
  }
  abilities.push_back({"hardware counters", CounterProblem(), "cache misses of this process"});
  const bool warm = machine.temperature.rfind("unavailable", 0) != 0;
  abilities.push_back({"temperature", warm ? "" : machine.temperature, machine.temperature});
  abilities.push_back(FrequencyControl(machine));
  abilities.push_back(LittleCores(machine));
  return report::DoctorDocument(device::Summary(machine), abilities);
}

void Configure(CLI::App&, VerbContext& context) {
  context.run = &Examine;
}

}  // namespace

extern const Verb kDoctorVerb;
const Verb kDoctorVerb{"doctor", "Say what this machine can and cannot measure, and why", "dnntune doctor --json", &Configure};

}  // namespace dnntune::cli
