// SPDX-License-Identifier: Apache-2.0
#include "target/engine_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/capability.h"
#include "setting/dimension.h"
#include "target/plan_device.h"

namespace dnntune::target {
namespace {

std::string ValueOf(const setting::Setting& setting, const std::string& dimension) {
  return setting::Print(setting::Get(setting, *setting::FindDimension(dimension)));
}

std::string Defaults(Target& target, const engine::EngineInfo& engine) {
  setting::Setting silent;
  silent.engine = engine.name;
  const auto setting = SettingOn(target, silent);
  if (!setting) return "cannot be told: " + setting.error().message;
  std::string text = setting::WordsOf(*setting, *setting::FindDimension("threads"));
  for (const engine::Capability& one : engine.capabilities) {
    if (one.kind == "default" && one.available) text += fmt::format(", {} {}", one.name, ValueOf(*setting, one.name));
  }
  for (const engine::Capability& one : engine.capabilities) {
    if (one.kind != "own choice" || !one.available) continue;
    text += fmt::format(", {} {} (by itself it would take {}{})", one.name, ValueOf(*setting, one.name), one.detail,
                        one.unit.empty() ? "" : " on the " + one.unit);
  }
  return text;
}

}  // namespace

std::string EngineInWords(Target& target, const engine::EngineInfo& engine) {
  const std::vector<std::string> formats = engine::FormatsOf(engine);
  if (formats.empty()) return "version " + engine.version;  // it only stands in for an engine
  return fmt::format("version {}, reads {}; default: {}", engine.version, fmt::join(formats, ", "), Defaults(target, engine));
}

}  // namespace dnntune::target
