// SPDX-License-Identifier: Apache-2.0
#include "record/setting_json.h"

#include <fmt/format.h>

#include "setting/dimension.h"

namespace dnntune::record {
namespace {

using setting::Dimension;
using setting::Values;

// Until the second version of the profile document "cores" were the numbers and "cores_name" what had been asked for.
bool IsOfOldForm(const Field& parent) {
  const auto cores = parent.Find("cores");
  return parent.Find("cores_name") || (cores && cores->json().is_array());
}

Result<std::vector<int>> ReadCoreIds(const Field& parent, std::string_view key) {
  std::vector<int> cores;
  const auto field = parent.Find(key);
  if (!field) return cores;
  ASSIGN_OR_RETURN(const auto items, field->Items());
  for (const Field& item : items) {
    ASSIGN_OR_RETURN(const std::uint64_t core, item.Count());
    if (core > 65535) return Fail(item.Wrong("is no number of a core"));
    cores.push_back(static_cast<int>(core));
  }
  return cores;
}

bool IsNumber(const Dimension& dimension) {
  return dimension.values == Values::kWhole || dimension.values == Values::kNumber;
}

// The upper limit is one of what can be asked for, not of what another machine may have recorded.
Result<setting::Value> ReadValue(const Dimension& dimension, const Field& field) {
  if (!IsNumber(dimension)) {
    ASSIGN_OR_RETURN(std::string text, field.Text());
    return setting::Value(std::move(text));
  }
  ASSIGN_OR_RETURN(const double number, field.NotNegative());
  if (number < dimension.least) return Fail(field.Wrong(fmt::format("must be at least {:g}", dimension.least)));
  if (dimension.values == Values::kNumber) return setting::Value(number);
  ASSIGN_OR_RETURN(const std::uint64_t whole, field.Count());
  if (whole > 65535) return Fail(field.Wrong("must be at most 65535"));
  return setting::Value(static_cast<std::int64_t>(whole));
}

// An empty text says nothing: the default.
bool IsEmpty(const setting::Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr && text->empty();
}

Json PrintValue(const setting::Value& value) {
  return std::visit([](const auto& one) { return Json(one); }, value);
}

}  // namespace

Result<std::map<std::string, std::string>> ReadTextMap(const Field& parent, std::string_view key) {
  std::map<std::string, std::string> map;
  const auto field = parent.Find(key);
  if (!field) return map;
  if (!field->json().is_object()) return Fail(field->Wrong("must be an object of texts"));
  for (const auto& item : field->json().items()) {
    ASSIGN_OR_RETURN(const Field value, field->Get(item.key()));
    ASSIGN_OR_RETURN(map[item.key()], value.Text());
  }
  return map;
}

Result<setting::Setting> ReadSetting(const Field& document) {
  setting::Setting setting;
  const auto field = document.Find("setting");
  if (!field) return setting;
  std::vector<std::string_view> known = {"core_ids", "cores_name", "knobs"};
  for (const Dimension& dimension : setting::Dimensions()) {
    if (!setting::IsKnob(dimension)) known.emplace_back(dimension.name);
  }
  TRY(field->Only(known));
  const bool is_old = IsOfOldForm(*field);
  for (const Dimension& dimension : setting::Dimensions()) {
    if (setting::IsKnob(dimension)) continue;
    const bool is_renamed = is_old && dimension.name == std::string_view("cores");
    const auto member = field->Find(is_renamed ? "cores_name" : dimension.name);
    if (!member) continue;
    ASSIGN_OR_RETURN(const setting::Value value, ReadValue(dimension, *member));
    setting::Set(setting, dimension, value);
  }
  ASSIGN_OR_RETURN(setting.core_ids, ReadCoreIds(*field, is_old ? "cores" : "core_ids"));
  ASSIGN_OR_RETURN(setting.knobs, ReadTextMap(*field, "knobs"));
  return setting;
}

Json PrintSetting(const setting::Setting& setting) {
  Json json = Json::object();
  for (const Dimension& dimension : setting::Dimensions()) {
    const setting::Value value = setting::Get(setting, dimension);
    if (!setting::IsKnob(dimension) && !IsEmpty(value)) json[dimension.name] = PrintValue(value);
  }
  json["core_ids"] = setting.core_ids;
  json["knobs"] = setting.knobs;
  return json;
}

}  // namespace dnntune::record
