// SPDX-License-Identifier: Apache-2.0
#include "cli/choose_engines.h"

#include <fmt/format.h>

#include <algorithm>
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
  if (engine == nullptr) return "is not installed; run tools/setup --engines " + name + " and start dnntune again";
  return engine->problem;
}

void Note(spec::Spec& spec, const spec::Unavailable& one) {
  auto& known = spec.unavailable;
  if (std::find(known.begin(), known.end(), one) == known.end()) known.push_back(one);
}

// The first usable engine of those wanted and, last, of the fallback.
Result<const remote::EngineStatus*> Choose(const spec::Device& device, const Engines& engines,
                                           std::vector<spec::Unavailable>& passed) {
  std::vector<std::string> names = device.frameworks;
  if (std::find(names.begin(), names.end(), kFallback) == names.end()) names.emplace_back(kFallback);
  std::string reasons;
  for (const std::string& name : names) {
    const remote::EngineStatus* engine = Find(engines, name);
    const std::string problem = engine != nullptr && engine->problem.empty() ? "" : WhyNot(engine, name);
    if (problem.empty()) return engine;
    passed.push_back({"processing.framework", name, problem});
    reasons += fmt::format("{}{} {}", reasons.empty() ? "" : "; ", name, problem);
  }
  return Fail(ErrorCode::kUnavailable, fmt::format("device '{}' has none of the engines: {}", device.name, reasons));
}

bool HasLibrary(const engine::EngineInfo& engine, const std::string& library) {
  return std::any_of(engine.capabilities.begin(), engine.capabilities.end(),
                     [&](const engine::Capability& one) { return one.kind == "library" && one.name == library; });
}

}  // namespace

Result<void> ChooseEngines(spec::Spec& spec) {
  std::map<std::string, Engines> known;  // by transport
  for (spec::Device& device : spec.devices) {
    if (known.count(device.transport) == 0) {
      ASSIGN_OR_RETURN(const auto connection, remote::Connection::Open({device.transport}));
      ASSIGN_OR_RETURN(known[device.transport], connection->Engines());
    }
    std::vector<spec::Unavailable> passed;
    ASSIGN_OR_RETURN(const remote::EngineStatus* engine, Choose(device, known[device.transport], passed));
    device.framework = engine->info.name;
    for (spec::Unavailable& one : passed) {
      one.reason += fmt::format("; {} is used instead", device.framework);
      Note(spec, one);
    }
    if (device.library.empty() || passed.empty() || HasLibrary(engine->info, device.library)) continue;
    Note(spec,
         {"processing.DNN_library", device.library, fmt::format("is no library of {}, which uses its own", device.framework)});
    device.library.clear();
  }
  return {};
}

}  // namespace dnntune::cli
