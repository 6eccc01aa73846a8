// SPDX-License-Identifier: Apache-2.0
#include "spec/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/nearest.h"
#include "spec/links.h"
#include "spec/options.h"

namespace dnntune::spec {
namespace {

constexpr Part kPlainParts[] = {Part::kModel, Part::kObjective, Part::kLimits, Part::kProfiling, Part::kOutput};

class Loader {
 public:
  explicit Loader(std::span<const Override> overrides) : overrides_(overrides) {}

  Result<Loaded> Load(const Value& root);

 private:
  Result<void> CheckKeys(const Value& root) const;
  Result<void> ReadPlain(Part part, const Value& value);
  Result<void> ReadProcessing(const Value& value);
  Result<void> ReadDevices(const Value* value);
  Result<void> ReadDevice(const Value& value);
  Result<void> ReadLinks(const Value& value);
  Result<void> ReadLink(const Value& value);
  Result<void> ApplyOverride(const Override& override);
  Result<void> OverrideDevice(const Override& override, const std::string& rest);
  Result<void> CompleteDevices();
  void CompleteLinks();
  void ApplyUnits();
  Result<void> Set(const Option& option, Target target, const Value& value, const std::string& key);
  [[nodiscard]] std::vector<Effective> Values() const;

  std::span<const Override> overrides_;
  Spec spec_;
  Device defaults_;
  std::map<std::string, Effective> given_;  // by key
};

Result<void> Loader::Set(const Option& option, Target target, const Value& value, const std::string& key) {
  TRY(option.Set(target, value));
  given_[key] = {key, value.Print(), value.where};
  return {};
}

Result<void> Loader::CheckKeys(const Value& root) const {
  std::vector<std::string> known = {"devices", "links", "processing"};
  for (const Part part : kPlainParts) known.emplace_back(PartName(part));
  for (const auto& [name, member] : root.members) {
    if (std::find(known.begin(), known.end(), Lower(name)) != known.end()) continue;
    return Fail(
        member.Wrong(fmt::format("unknown key{}; a config has {}", DidYouMean(Lower(name), known), fmt::join(known, ", "))));
  }
  return {};
}

Result<void> Loader::ReadPlain(Part part, const Value& value) {
  if (value.kind == Value::Kind::kText && part == Part::kObjective) {
    ASSIGN_OR_RETURN(const Option* option, FindOption(part, value, "objective"));
    return Set(*option, {spec_, nullptr, nullptr}, value, "objective.objective");
  }
  if (value.kind == Value::Kind::kText && part == Part::kModel) {
    ASSIGN_OR_RETURN(const Option* option, FindOption(part, value, "name"));
    return Set(*option, {spec_, nullptr, nullptr}, value, "model.name");
  }
  if (value.kind != Value::Kind::kMap) return Fail(value.Wrong("must be a map of keys"));
  for (const auto& [name, member] : value.members) {
    ASSIGN_OR_RETURN(const Option* option, FindOption(part, member, name));
    TRY(Set(*option, {spec_, nullptr, nullptr}, member, fmt::format("{}.{}", PartName(part), option->key)));
  }
  return {};
}

Result<void> Loader::ReadProcessing(const Value& value) {
  if (value.kind != Value::Kind::kMap) return Fail(value.Wrong("must be a map of keys"));
  for (const auto& [name, member] : value.members) {
    auto option = FindOption(Part::kProcessing, member, name);
    if (option) {
      TRY(Set(**option, {spec_, nullptr, nullptr}, member, fmt::format("processing.{}", (*option)->key)));
      continue;
    }
    const auto for_devices = FindOption(Part::kDevice, member, name);
    if (!for_devices)
      return Fail(option.error().message.find("did you mean") != std::string::npos ? option.error() : for_devices.error());
    TRY(Set(**for_devices, {spec_, &defaults_, nullptr}, member, fmt::format("processing.{}", (*for_devices)->key)));
  }
  return {};
}

Result<void> Loader::ReadDevice(const Value& value) {
  if (value.kind != Value::Kind::kMap) return Fail(value.Wrong("a device is a map such as {name: phone, role: device}"));
  Device device = defaults_;
  const Value* name = value.Find("name");
  if (name == nullptr) return Fail(value.Wrong("the device has no name; add 'name: phone'"));
  ASSIGN_OR_RETURN(device.name, ReadText(*name));
  if (device.name.empty()) return Fail(name->Wrong("the device's name is empty"));
  const auto same = [&](const Device& other) { return other.name == device.name; };
  if (std::any_of(spec_.devices.begin(), spec_.devices.end(), same)) {
    return Fail(name->Wrong("two devices are named '" + device.name + "'; give each a name of its own"));
  }
  if (value.Find("role") == nullptr)
    return Fail(value.Wrong("device '" + device.name + "' has no role; add 'role: device' or 'role: cloud'"));
  for (const auto& [key, member] : value.members) {
    ASSIGN_OR_RETURN(const Option* option, FindOption(Part::kDevice, member, key));
    TRY(Set(*option, {spec_, &device, nullptr}, member, fmt::format("devices.{}.{}", device.name, option->key)));
  }
  const auto rival = [&](const Device& other) { return other.role == device.role; };
  if (std::any_of(spec_.devices.begin(), spec_.devices.end(), rival)) {
    return Fail(value.Wrong("a second device with the role of '" + device.name +
                            "'; this version decides between one device and one cloud"));
  }
  spec_.devices.push_back(std::move(device));
  return {};
}

Result<void> Loader::ReadDevices(const Value* value) {
  if (value == nullptr) return {};
  if (value->kind != Value::Kind::kList) return Fail(value->Wrong("must be a list of devices"));
  for (const Value& item : value->items) TRY(ReadDevice(item));
  return {};
}

Result<void> Loader::CompleteDevices() {
  for (const auto& [role, name] : {std::pair{Role::kDevice, "device"}, std::pair{Role::kCloud, "cloud"}}) {
    const auto has_role = [role = role](const Device& device) { return device.role == role; };
    if (std::any_of(spec_.devices.begin(), spec_.devices.end(), has_role)) continue;
    Device device = defaults_;
    device.name = name;
    device.role = role;
    const auto same = [&](const Device& other) { return other.name == device.name; };
    if (std::any_of(spec_.devices.begin(), spec_.devices.end(), same)) {
      return Fail(ErrorCode::kBadInput, fmt::format("devices: no device has the role '{}', and its name is taken; add one", name));
    }
    spec_.devices.push_back(std::move(device));
  }
  return {};
}

Result<void> Loader::ReadLink(const Value& value) {
  LinkSpec link;
  if (value.kind == Value::Kind::kText) {
    ASSIGN_OR_RETURN(link.name, ReadText(value));
  } else {
    for (const auto& [key, member] : value.members) {
      ASSIGN_OR_RETURN(const Option* option, FindOption(Part::kLink, member, key));
      TRY(option->Set({spec_, nullptr, &link}, member));
    }
  }
  if (link.name.empty()) return Fail(value.Wrong("the link has no name"));
  if (const auto made = ToLink(link); !made) return Fail(value.Wrong(made.error().message));
  const auto same = [&](const LinkSpec& other) { return other.name == link.name; };
  if (std::any_of(spec_.links.begin(), spec_.links.end(), same)) return Fail(value.Wrong("link '" + link.name + "' appears twice"));
  given_["links." + link.name] = {"links." + link.name, value.Print(), value.where};
  spec_.links.push_back(std::move(link));
  return {};
}

Result<void> Loader::ReadLinks(const Value& value) {
  spec_.links.clear();
  if (value.kind == Value::Kind::kMap) return ReadLink(value);
  if (value.kind == Value::Kind::kList) {
    for (const Value& item : value.items) TRY(ReadLink(item));
  } else {
    ASSIGN_OR_RETURN(const auto names, ReadList(value));
    for (const std::string& name : names) TRY(ReadLink(FromFlag(value.key, name, value.where)));
  }
  if (spec_.links.empty()) return Fail(value.Wrong("names no link; name some, such as [4g, wifi], or leave the key out"));
  return {};
}

void Loader::CompleteLinks() {
  if (!spec_.links.empty()) return;
  for (const char* name : {"3g", "4g", "wifi"}) {
    LinkSpec link;
    link.name = name;
    spec_.links.push_back(std::move(link));
  }
}

// What processing_unit says holds for devices that name no unit of their own.
void Loader::ApplyUnits() {
  for (Device& device : spec_.devices) {
    const auto unit = spec_.units.find(device.role);
    const bool is_own = given_.contains("processing.unit") || given_.contains(fmt::format("devices.{}.unit", device.name));
    if (unit != spec_.units.end() && !is_own) device.setting.unit = unit->second;
  }
}

Result<void> Loader::OverrideDevice(const Override& override, const std::string& rest) {
  const std::size_t dot = rest.rfind('.');
  const Value value = FromFlag(override.key, override.value, override.flag);
  if (dot == std::string::npos) return Fail(value.Wrong("write devices.NAME.KEY"));
  const std::string name = rest.substr(0, dot);
  ASSIGN_OR_RETURN(const Option* option, FindOption(Part::kDevice, value, rest.substr(dot + 1)));
  std::vector<std::string> names;
  for (Device& device : spec_.devices) {
    if (device.name == name) return Set(*option, {spec_, &device, nullptr}, value, fmt::format("devices.{}.{}", name, option->key));
    names.push_back(device.name);
  }
  return Fail(value.Wrong("there is no device '" + name + "'" + DidYouMean(name, names)));
}

Result<void> Loader::ApplyOverride(const Override& override) {
  const Value value = FromFlag(override.key, override.value, override.flag);
  const std::size_t dot = override.key.find('.');
  const std::string part = Lower(override.key.substr(0, dot));
  const std::string rest = dot == std::string::npos ? "" : override.key.substr(dot + 1);
  if (part == "links") return ReadLinks(value);
  if (part == "devices") return OverrideDevice(override, rest);
  if (part == "processing") {
    if (const auto option = FindOption(Part::kProcessing, value, rest)) {
      return Set(**option, {spec_, nullptr, nullptr}, value, fmt::format("processing.{}", (*option)->key));
    }
    ASSIGN_OR_RETURN(const Option* option, FindOption(Part::kDevice, value, rest));
    // A slowed machine stands in for the device; nobody means the cloud.
    const bool is_of_device_only = std::string_view(option->key) == "slowdown";
    for (Device& device : spec_.devices) {
      if (is_of_device_only && device.role == Role::kCloud) continue;
      TRY(Set(*option, {spec_, &device, nullptr}, value, fmt::format("devices.{}.{}", device.name, option->key)));
    }
    return {};
  }
  for (const Part plain : kPlainParts) {
    if (part != PartName(plain)) continue;
    ASSIGN_OR_RETURN(const Option* option, FindOption(plain, value, rest));
    return Set(*option, {spec_, nullptr, nullptr}, value, fmt::format("{}.{}", part, option->key));
  }
  return Fail(value.Wrong("unknown key '" + override.key + "'; see docs/config.md"));
}

std::vector<Effective> Loader::Values() const {
  std::vector<Effective> values;
  const auto add = [&](const std::string& key, const Option& option) {
    const auto found = given_.find(key);
    values.push_back(found != given_.end() ? found->second : Effective{key, option.standard, "default"});
  };
  for (const Option& option : Options()) {
    if (option.part == Part::kLink) continue;
    if (option.part != Part::kDevice) {
      add(fmt::format("{}.{}", PartName(option.part), option.key), option);
      continue;
    }
    for (const Device& device : spec_.devices) {
      const std::string own = fmt::format("devices.{}.{}", device.name, option.key);
      const auto shared = given_.find(fmt::format("processing.{}", option.key));
      if (!given_.contains(own) && shared != given_.end()) {
        values.push_back({own, shared->second.value, shared->second.origin});
      } else {
        add(own, option);
      }
    }
  }
  for (const LinkSpec& link : spec_.links) {
    const auto found = given_.find("links." + link.name);
    values.push_back(found != given_.end() ? found->second : Effective{"links." + link.name, link.name, "default"});
  }
  return values;
}

Result<Loaded> Loader::Load(const Value& root) {
  TRY(CheckKeys(root));
  for (const Part part : kPlainParts) {
    if (const Value* value = root.Find(PartName(part))) TRY(ReadPlain(part, *value));
  }
  if (const Value* value = root.Find("processing")) TRY(ReadProcessing(*value));
  TRY(ReadDevices(root.Find("devices")));
  TRY(CompleteDevices());
  if (const Value* value = root.Find("links")) TRY(ReadLinks(*value));
  for (const Override& override : overrides_) TRY(ApplyOverride(override));
  ApplyUnits();
  CompleteLinks();
  return Loaded{spec_, Values()};
}

}  // namespace

Result<Loaded> LoadText(const std::string& yaml, const std::string& name, std::span<const Override> overrides) {
  ASSIGN_OR_RETURN(const Value root, ParseYaml(yaml, name));
  return Loader(overrides).Load(root);
}

Result<Loaded> Load(const std::optional<std::filesystem::path>& file, std::span<const Override> overrides) {
  if (!file) return Loader(overrides).Load(Value{Value::Kind::kMap, {}, {}, {}, {}, {}});
  ASSIGN_OR_RETURN(const Value root, ReadYaml(*file));
  ASSIGN_OR_RETURN(Loaded loaded, Loader(overrides).Load(root));
  const auto is_flag = [](const Override& override) { return Lower(override.key) == "model.file"; };
  const bool is_from_flag = std::any_of(overrides.begin(), overrides.end(), is_flag);
  if (is_from_flag) return loaded;
  const auto place = [&](std::filesystem::path& model) {
    if (!model.empty() && model.is_relative()) model = file->parent_path() / model;
  };
  place(loaded.spec.model.file);
  for (std::filesystem::path& other : loaded.spec.model.other_files) place(other);
  return loaded;
}

}  // namespace dnntune::spec
