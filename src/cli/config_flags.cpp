// SPDX-License-Identifier: Apache-2.0
#include "cli/config_flags.h"

#include <fmt/format.h>

#include <algorithm>

#include "spec/options.h"

namespace dnntune::cli {
namespace {

constexpr const char* kGroup = "Config, each key as a flag";

// Keys of devices are set for all devices at once; for one by --set devices.NAME.KEY=VALUE.
std::string KeyOf(const spec::Option& option) {
  return fmt::format("{}.{}", option.part == spec::Part::kDevice ? "processing" : spec::PartName(option.part), option.key);
}

bool IsPerDevice(const spec::Option& option) {
  const std::string key = option.key;
  return option.part == spec::Part::kDevice && (key == "name" || key == "role" || key == "power" || key == "transport");
}

}  // namespace

void AddConfigFlags(Command& command, ConfigFlags& flags, std::span<const spec::Part> parts) {
  for (const spec::Option& option : spec::Options()) {
    const bool is_wanted = parts.empty() || std::find(parts.begin(), parts.end(), option.part) != parts.end();
    if (!is_wanted || option.part == spec::Part::kLink || IsPerDevice(option)) continue;
    const std::string key = KeyOf(option);
    const std::string alias = option.alias;
    const std::string shown = alias.empty() ? "--" + key : alias;
    const std::string names = alias.empty() ? shown : fmt::format("{},--{}", alias, key);
    const std::string help = *option.standard == '\0' ? option.help : fmt::format("{} (default: {})", option.help, option.standard);
    const bool is_switch = std::string(option.type) == "true or false";
    const auto take = [&flags, key, shown, is_switch](const std::string& value) {
      flags.overrides.push_back({key, value.empty() && is_switch ? "true" : value, shown});
    };
    command.AddEach(names, take, help).Named(option.type).Repeated(is_switch).InGroup(kGroup);
  }
  if (parts.empty()) {
    const auto take = [&flags](const std::string& value) { flags.overrides.push_back({"links", value, "--links"}); };
    command.AddEach("--links", take, "Presets: 3g,4g,wifi,ethernet").InGroup(kGroup);
  }
  command.Add("--set", flags.sets, "Any key: devices.phone.cpu_threads=2").Named("KEY=VALUE").Repeated().InGroup(kGroup);
}

Result<spec::Loaded> LoadConfig(const ConfigFlags& flags) {
  std::vector<spec::Override> overrides = flags.overrides;
  for (const spec::Override& flag : overrides) {
    if (flag.value.empty()) return Fail(ErrorCode::kUsage, flag.flag + ": the value is empty; give one, or leave the flag out");
  }
  for (const std::string& text : flags.sets) {
    const std::size_t mark = text.find('=');
    if (mark == std::string::npos)
      return Fail(ErrorCode::kUsage, "--set " + text + ": write KEY=VALUE, such as profiling.budget=5s");
    overrides.push_back({text.substr(0, mark), text.substr(mark + 1), "--set"});
  }
  std::optional<std::filesystem::path> file;
  if (!flags.file.empty()) file = flags.file;
  return spec::Load(file, overrides);
}

}  // namespace dnntune::cli
