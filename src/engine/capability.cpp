// SPDX-License-Identifier: Apache-2.0
#include "engine/capability.h"

#include <algorithm>

#include "setting/dimension.h"
#include "setting/engines.h"

namespace dnntune::engine {
namespace {

bool IsAbout(const Capability& capability, const setting::Setting& setting) {
  return capability.available && (capability.unit.empty() || capability.unit == setting.unit);
}

Capability* Find(EngineInfo& engine, std::string_view kind, std::string_view name) {
  return const_cast<Capability*>(FindCapability(engine, kind, name));
}

}  // namespace

const Capability* FindCapability(const EngineInfo& engine, std::string_view kind, std::string_view name) {
  const auto found =
      std::ranges::find_if(engine.capabilities, [&](const Capability& one) { return one.kind == kind && one.name == name; });
  return found == engine.capabilities.end() ? nullptr : &*found;
}

std::vector<std::string> Available(const EngineInfo& engine, std::string_view kind) {
  std::vector<std::string> names;
  for (const Capability& one : engine.capabilities) {
    if (one.kind == kind && one.available) names.push_back(one.name);
  }
  return names;
}

EngineInfo DescribeAs(std::string_view name, std::string version) {
  EngineInfo info{std::string(name), std::move(version), {}};
  const setting::EngineRow* row = setting::FindEngine(name);
  if (row == nullptr) return info;
  for (const setting::EngineFact& fact : row->facts) {
    info.capabilities.push_back({std::string(fact.kind), std::string(fact.name), fact.is_available, std::string(fact.detail), false,
                                 std::string(fact.unit)});
  }
  return info;
}

setting::Setting WithDefaults(const setting::Setting& setting, const EngineInfo& engine) {
  setting::Setting complete = setting;
  for (const Capability& one : engine.capabilities) {
    if (one.kind != "default" || !IsAbout(one, setting)) continue;
    const setting::Dimension* dimension = setting::FindDimension(one.name);
    const bool is_open = dimension != nullptr && setting::Print(setting::Get(setting, *dimension)).empty();
    if (is_open) setting::Set(complete, *dimension, one.detail);
  }
  return complete;
}

std::string OwnChoiceNote(const setting::Setting& setting, const EngineInfo& engine) {
  for (const Capability& one : engine.capabilities) {
    if (one.kind != "own choice" || !IsAbout(one, setting)) continue;
    const setting::Dimension* dimension = setting::FindDimension(one.name);
    if (dimension == nullptr) continue;
    const std::string taken = setting::Print(setting::Get(setting, *dimension));
    if (taken != setting::Print(setting::Get({}, *dimension)) || taken == one.detail) continue;
    return engine.name + " by itself takes " + one.detail + " here; measured is " + taken + ", and " + dimension->key + ": " +
           one.detail + " measures that";
  }
  return "";
}

void Withdraw(EngineInfo& engine, std::string_view kind, std::string_view name, std::string reason) {
  Capability* one = Find(engine, kind, name);
  if (one == nullptr) return;
  one->available = false;
  one->detail = std::move(reason);
}

void Detail(EngineInfo& engine, std::string_view kind, std::string_view name, std::string detail, bool is_function_only) {
  Capability* one = Find(engine, kind, name);
  if (one == nullptr) return;
  one->detail = std::move(detail);
  one->is_function_only = is_function_only;
}

}  // namespace dnntune::engine
