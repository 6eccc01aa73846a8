// SPDX-License-Identifier: Apache-2.0
#include "engine/capability.h"

#include <algorithm>

#include "setting/engines.h"

namespace dnntune::engine {
namespace {

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
    info.capabilities.push_back({std::string(fact.kind), std::string(fact.name), fact.is_available, std::string(fact.detail)});
  }
  return info;
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
