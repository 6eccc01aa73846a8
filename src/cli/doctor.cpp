// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/verb.h"
#include "device/description.h"
#include "meter/hardware_counters.h"
#include "meter/meter.h"
#include "report/doctor_document.h"
#include "spec/known_names.h"
#include "target/engine_words.h"
#include "target/plan_device.h"

namespace dnntune::cli {
namespace {

using report::Ability;

void AddEngines(std::vector<Ability>& abilities) {
  target::Targets targets;
  const auto target = targets.Open(spec::Device{.name = "this machine"});
  if (!target) {
    abilities.push_back({"engines", target.error().message});
    return;
  }
  const auto engines = (*target)->engines();
  for (const remote::EngineStatus& engine : engines) {
    abilities.push_back(
        {"engine " + engine.info.name, engine.problem, engine.problem.empty() ? target::EngineInWords(**target, engine.info) : ""});
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

std::string Cores(std::size_t count) {
  return fmt::format("{} core{}", count, count == 1 ? "" : "s");
}

// Whether the machine's whole CPU may be used: a container has a quota, a process its affinity.
Ability WholeCpu(const device::DeviceDescription& machine) {
  std::string limits;
  if (machine.allowed.size() < machine.cores.size()) {
    limits = fmt::format("{} of {} may be used ({})", machine.allowed.size(), Cores(machine.cores.size()),
                         fmt::join(machine.allowed, ", "));
  }
  if (machine.quota) {
    limits += fmt::format("{}a CPU quota of {:g} core{} by {}", limits.empty() ? "" : ", with ", machine.quota->cpus,
                          machine.quota->cpus == 1 ? "" : "s", machine.quota->from);
  }
  if (!limits.empty()) limits += "; what takes more threads waits, so give --threads to match or lift the limit";
  return {"all of the CPU", limits, Cores(machine.cores.size()) + " may be used, no CPU quota"};
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
    const std::string_view measures = FamilyOf(metric::MetricOf(row.metrics.front()));
    abilities.push_back(
        {fmt::format("{} meter {}", measures, row.name), row.make("/")->WhyUnavailable(), std::string(row.meaning)});
  }
  abilities.push_back(WholeCpu(machine));
  abilities.push_back({"hardware counters", meter::WhyNoHardwareCounters(), "cache misses of this process"});
  const bool warm = machine.temperature.rfind("unavailable", 0) != 0;
  abilities.push_back({"temperature", warm ? "" : machine.temperature, machine.temperature});
  abilities.push_back(FrequencyControl(machine));
  abilities.push_back(LittleCores(machine));
  return report::DoctorDocument(device::Summary(machine), abilities);
}

void Configure(Command&, VerbContext& context) {
  context.run = &Examine;
}

}  // namespace

extern const Verb kDoctorVerb;
const Verb kDoctorVerb{"doctor", "Say what this machine can and cannot measure, and why", "dnntune doctor --json", &Configure};

}  // namespace dnntune::cli
