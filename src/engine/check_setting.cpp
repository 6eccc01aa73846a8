// SPDX-License-Identifier: Apache-2.0
#include "engine/check_setting.h"

#include <algorithm>

#include "base/nearest.h"

namespace dnntune::engine {
namespace {

std::vector<std::string> Available(const EngineInfo& engine, const char* kind) {
  std::vector<std::string> names;
  for (const Capability& one : engine.capabilities) {
    if (one.kind == kind && one.available) names.push_back(one.name);
  }
  return names;
}

bool Holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

// Why something that the engine knows of is not here: "": it knows of none.
std::string WhyNot(const EngineInfo& engine, const char* kind, const std::string& name) {
  for (const Capability& one : engine.capabilities) {
    if (one.kind == kind && one.name == name) return " (" + one.detail + ")";
  }
  return "";
}

}  // namespace

Result<void> CheckSetting(const Setting& setting, const EngineInfo& engine) {
  if (setting.threads < 1) {
    return Fail(ErrorCode::kBadInput, "threads must be 1 or more, not " + std::to_string(setting.threads));
  }
  const auto units = Available(engine, "unit");
  if (!Holds(units, setting.unit)) {
    return Fail(ErrorCode::kUnavailable, "engine " + engine.name + " has no processing unit '" + setting.unit + "' here" +
                                             WhyNot(engine, "unit", setting.unit) + "; use " + Joined(units));
  }
  const auto precisions = Available(engine, "precision");
  if (!precisions.empty() && !Holds(precisions, setting.precision)) {
    return Fail(ErrorCode::kUnavailable, "engine " + engine.name + " has no precision '" + setting.precision + "' here" +
                                             WhyNot(engine, "precision", setting.precision) + "; use " + Joined(precisions));
  }
  const auto libraries = Available(engine, "library");
  if (!setting.library.empty() && !libraries.empty() && !Holds(libraries, setting.library)) {
    return Fail(ErrorCode::kUnavailable, "engine " + engine.name + " has no DNN library '" + setting.library + "'" +
                                             WhyNot(engine, "library", setting.library) + "; use " + Joined(libraries));
  }
  const auto knobs = Available(engine, "knob");
  for (const auto& [name, value] : setting.knobs) {
    if (Holds(knobs, name)) continue;
    return Fail(ErrorCode::kBadInput,
                "engine " + engine.name + " has no knob '" + name + "'" + DidYouMean(name, knobs) + "; it has " + Joined(knobs));
  }
  return {};
}

}  // namespace dnntune::engine
