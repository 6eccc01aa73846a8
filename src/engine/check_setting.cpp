// SPDX-License-Identifier: Apache-2.0
#include "engine/check_setting.h"

#include <algorithm>

#include "base/nearest.h"
#include "engine/capability.h"
#include "setting/dimension.h"

namespace dnntune::engine {
namespace {

using setting::Dimension;

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
  const Capability* one = FindCapability(engine, kind, name);
  return one == nullptr ? "" : " (" + one->detail + ")";
}

bool Lists(const EngineInfo& engine, const char* kind) {
  return std::any_of(engine.capabilities.begin(), engine.capabilities.end(),
                     [&](const Capability& one) { return one.kind == kind; });
}

bool HasValuesOfEngine(const Dimension& dimension) {
  const std::string_view kind = dimension.capability;
  return !kind.empty() && kind != "engine" && kind != "knob";
}

// Where the engine lists values of the dimension, that this is one of them.
Result<void> CheckValue(const setting::Setting& setting, const Dimension& dimension, const EngineInfo& engine) {
  const std::string value = setting::Print(setting::Get(setting, dimension));
  const auto values = Available(engine, dimension.capability);
  if (value.empty() || Holds(values, value) || !Lists(engine, dimension.capability)) return {};
  return Fail(ErrorCode::kUnavailable, "engine " + engine.name + " has no " + std::string(dimension.noun) + " '" + value +
                                           "' here" + WhyNot(engine, dimension.capability, value) + "; use " + Joined(values));
}

}  // namespace

Result<void> CheckSetting(const setting::Setting& setting, const EngineInfo& engine) {
  if (setting.threads.value_or(1) < 1) {
    return Fail(ErrorCode::kBadInput, "threads must be 1 or more, not " + std::to_string(*setting.threads));
  }
  for (const Dimension& dimension : setting::Dimensions()) {
    if (HasValuesOfEngine(dimension)) TRY(CheckValue(setting, dimension, engine));
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
