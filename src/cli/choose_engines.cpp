// SPDX-License-Identifier: Apache-2.0
#include "cli/choose_engines.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "remote/connection.h"

namespace dnntune::cli {
namespace {

constexpr const char* kFallback = "onnxruntime";

using Engines = std::vector<remote::EngineStatus>;

const remote::EngineStatus* Find(const Engines& engines, const std::string& name) {
  const auto found =
      std::find_if(engines.begin(), engines.end(), [&](const remote::EngineStatus& engine) { return engine.info.name == name; });
  return found == engines.end() ? nullptr : &*found;
}

std::string WhyNot(const remote::EngineStatus* engine, const std::string& name) {
  if (engine == nullptr) return NotInstalled(name);
  return engine->problem;
}

void Note(spec::Spec& spec, const spec::Unavailable& one) {
  auto& known = spec.unavailable;
  if (std::find(known.begin(), known.end(), one) == known.end()) known.push_back(one);
}

// Reads the same files and runs them on a unit that the engine has not.
struct InPlace {
  const char* engine;
  const char* unit;
  const char* other;
};
constexpr InPlace kInPlace[] = {{"tflite", "gpu", "litert"}};

std::vector<std::string> NamesFor(const spec::Device& device, std::vector<spec::Unavailable>& passed) {
  std::vector<std::string> names;
  for (const std::string& name : device.frameworks) {
    const auto other = std::find_if(std::begin(kInPlace), std::end(kInPlace),
                                    [&](const InPlace& row) { return name == row.engine && device.setting.unit == row.unit; });
    if (other != std::end(kInPlace)) {
      passed.push_back({"processing.framework", name,
                        fmt::format("has no unit {}, and {} runs the same files on it", device.setting.unit, other->other)});
    }
    names.emplace_back(other == std::end(kInPlace) ? name : other->other);
  }
  if (std::find(names.begin(), names.end(), kFallback) == names.end()) names.emplace_back(kFallback);
  return names;
}

// The first usable engine of those wanted and, last, of the fallback.
Result<const remote::EngineStatus*> Choose(const spec::Device& device, const Engines& engines,
                                           std::vector<spec::Unavailable>& passed) {
  std::string reasons;
  for (const std::string& name : NamesFor(device, passed)) {
    const remote::EngineStatus* engine = Find(engines, name);
    const std::string problem = engine != nullptr && engine->problem.empty() ? "" : WhyNot(engine, name);
    if (problem.empty()) return engine;
    passed.push_back({"processing.framework", name, problem});
    reasons += fmt::format("{}{} {}", reasons.empty() ? "" : "; ", name, problem);
  }
  return Fail(ErrorCode::kUnavailable, fmt::format("device '{}' has none of the engines: {}", device.name, reasons));
}

const engine::Capability* Find(const engine::EngineInfo& engine, const char* kind, const std::string& name) {
  const auto found = std::find_if(engine.capabilities.begin(), engine.capabilities.end(),
                                  [&](const engine::Capability& one) { return one.kind == kind && one.name == name; });
  return found == engine.capabilities.end() ? nullptr : &*found;
}

// The CPU in place of a unit that the engine has not, with the power that is declared for it.
void SettleUnit(spec::Spec& spec, spec::Device& device, const engine::EngineInfo& engine) {
  const engine::Capability* unit = Find(engine, "unit", device.setting.unit);
  if (unit != nullptr && unit->available) return;
  const std::string why = unit == nullptr ? "" : ": " + unit->detail;
  Note(spec, {"processing.unit", device.setting.unit, fmt::format("is no unit of {} here{}", engine.name, why),
              "the CPU is used instead"});
  device.setting.unit = "cpu";
}

}  // namespace

std::string NotInstalled(const std::string& engine) {
  // Of every build, without a package.
  if (engine == "null" || engine == "replay") return "is part of the build and its program is not there; build again";
  return "is not installed; run tools/setup --engines " + engine + " and start dnntune again";
}

Result<void> ChooseEngines(spec::Spec& spec) {
  std::map<std::string, Engines> known;  // by transport
  for (spec::Device& device : spec.devices) {
    if (known.count(device.transport) == 0) {
      ASSIGN_OR_RETURN(const auto connection, remote::Connection::Open({device.transport}));
      ASSIGN_OR_RETURN(known[device.transport], connection->Engines());
    }
    std::vector<spec::Unavailable> passed;
    ASSIGN_OR_RETURN(const remote::EngineStatus* engine, Choose(device, known[device.transport], passed));
    device.setting.engine = engine->info.name;
    for (spec::Unavailable& one : passed) {
      one.instead = device.setting.engine + " is used instead";
      Note(spec, one);
    }
    SettleUnit(spec, device, engine->info);
    // A library beside one engine that is there is meant for it, and that engine says what is wrong with it.
    const bool is_meant = passed.empty() && device.frameworks.size() < 2;
    if (device.setting.library.empty() || is_meant || Find(engine->info, "library", device.setting.library) != nullptr) continue;
    Note(spec, {"processing.DNN_library", device.setting.library,
                fmt::format("is no library of {}, which uses its own", device.setting.engine)});
    device.setting.library.clear();
  }
  return {};
}

}  // namespace dnntune::cli
