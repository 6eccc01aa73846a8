// SPDX-License-Identifier: Apache-2.0
#include "target/plan_device.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/nearest.h"
#include "engine/capability.h"
#include "engine/check_setting.h"
#include "setting/engines.h"
#include "spec/options.h"

namespace dnntune::target {
namespace {

const remote::EngineStatus* Find(const Target& target, const std::string& name) {
  const auto found =
      std::ranges::find_if(target.engines(), [&](const remote::EngineStatus& engine) { return engine.info.name == name; });
  return found == target.engines().end() ? nullptr : &*found;
}

// Empty: it can be used.
std::string WhyNot(const remote::EngineStatus* engine, const std::string& name) {
  return engine == nullptr ? NotInstalled(name) : engine->problem;
}

// The engines to try in turn.
std::vector<std::string> NamesFor(const spec::Device& device, std::vector<spec::Unavailable>& passed) {
  std::vector<std::string> names;
  for (const std::string& name : device.frameworks) {
    const setting::EngineRow* other = setting::EngineInPlaceOf(name, device.setting.unit);
    if (other != nullptr) {
      passed.push_back({spec::FullKey("engine"), name,
                        fmt::format("has no unit {}, and {} runs the same files on it", device.setting.unit, other->name)});
    }
    names.emplace_back(other == nullptr ? name : other->name);
  }
  const std::string last = setting::Setting().engine;
  if (std::ranges::find(names, last) == names.end()) names.push_back(last);
  return names;
}

Result<const engine::EngineInfo*> Choose(const spec::Device& device, const Target& target, std::vector<spec::Unavailable>& passed) {
  std::string reasons;
  for (const std::string& name : NamesFor(device, passed)) {
    const remote::EngineStatus* engine = Find(target, name);
    const std::string problem = WhyNot(engine, name);
    if (problem.empty()) return &engine->info;
    passed.push_back({spec::FullKey("engine"), name, problem});
    reasons += fmt::format("{}{} {}", reasons.empty() ? "" : "; ", name, problem);
  }
  return Fail(ErrorCode::kUnavailable, fmt::format("device '{}' has none of the engines: {}", device.name, reasons));
}

// The CPU in place of a unit that the engine has not, with the power that is declared for it.
void SettleUnit(const engine::EngineInfo& engine, setting::Setting& setting, std::vector<spec::Unavailable>& unavailable) {
  const engine::Capability* unit = engine::FindCapability(engine, "unit", setting.unit);
  if (unit != nullptr && unit->available) return;
  const std::string why = unit == nullptr ? "" : ": " + unit->detail;
  const std::string cpu = setting::Setting().unit;
  spec::Note(unavailable, {spec::FullKey("unit"), setting.unit, fmt::format("is no unit of {} here{}", engine.name, why),
                           "the CPU is used instead"});
  setting.unit = cpu;
}

void SettleLibrary(const engine::EngineInfo& engine, setting::Setting& setting, std::vector<spec::Unavailable>& unavailable) {
  if (setting.library.empty() || engine::FindCapability(engine, "library", setting.library) != nullptr) return;
  spec::Note(unavailable,
             {spec::FullKey("library"), setting.library, fmt::format("is no library of {}, which uses its own", engine.name)});
  setting.library.clear();
}

Result<void> FindCores(const Target& target, setting::Setting& setting) {
  if (setting.cores == setting::Setting().cores) return {};
  ASSIGN_OR_RETURN(setting.core_ids, device::CoreSet(target.machine(), setting.cores));
  return {};
}

}  // namespace

std::string NotInstalled(const std::string& engine) {
  const setting::EngineRow* row = setting::FindEngine(engine);
  // Of every build, without a package.
  if (row != nullptr && !row->computes) return "is part of the build and its program is not there; build again";
  return "is not installed; run tools/setup --engines " + engine + " and start dnntune again";
}

Result<const engine::EngineInfo*> EngineOf(const Target& target, const std::string& engine) {
  const remote::EngineStatus* found = Find(target, engine);
  if (found != nullptr && found->problem.empty()) return &found->info;
  if (found != nullptr) return Fail(ErrorCode::kUnavailable, fmt::format("engine {}: {}", engine, found->problem));
  std::vector<std::string> names;
  for (const remote::EngineStatus& status : target.engines()) names.push_back(status.info.name);
  return Fail(ErrorCode::kUnavailable, fmt::format("engine {}{} {}, or use one of: {}", engine, DidYouMean(engine, names),
                                                   NotInstalled(engine), fmt::join(names, ", ")));
}

Result<setting::Setting> SettingOn(Target& target, const setting::Setting& asked) {
  ASSIGN_OR_RETURN(const engine::EngineInfo* engine, EngineOf(target, asked.engine));
  TRY(engine::CheckSetting(asked, *engine));
  setting::Setting setting = engine::WithDefaults(asked, *engine);
  TRY(FindCores(target, setting));
  if (!setting.threads) {
    ASSIGN_OR_RETURN(setting.threads, target.OwnThreads(setting));
  }
  return setting;
}

Result<spec::PlannedDevice> PlanDevice(const spec::Device& device, Target& target, std::vector<spec::Unavailable>& unavailable) {
  std::vector<spec::Unavailable> passed;
  ASSIGN_OR_RETURN(const engine::EngineInfo* engine, Choose(device, target, passed));
  spec::PlannedDevice planned{device.name, device.role, device.setting, device.power};
  planned.setting.engine = engine->name;
  for (spec::Unavailable& one : passed) {
    one.instead = engine->name + " is used instead";
    spec::Note(unavailable, one);
  }
  SettleUnit(*engine, planned.setting, unavailable);
  // A library beside one engine that is there is meant for it, and that engine says what is wrong with it.
  const bool is_meant = passed.empty() && device.frameworks.size() < 2;
  if (!is_meant) SettleLibrary(*engine, planned.setting, unavailable);
  ASSIGN_OR_RETURN(planned.setting, SettingOn(target, planned.setting));
  return planned;
}

Result<spec::PlannedDevice> PlanAsNamed(const spec::Device& device, Target& target) {
  spec::PlannedDevice planned{device.name, device.role, {}, device.power};
  ASSIGN_OR_RETURN(planned.setting, SettingOn(target, device.setting));
  return planned;
}

}  // namespace dnntune::target
