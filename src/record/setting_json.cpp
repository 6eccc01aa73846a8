// SPDX-License-Identifier: Apache-2.0
#include "record/setting_json.h"

namespace dnntune::record {
namespace {

Result<std::vector<int>> ReadCores(const Field& parent) {
  std::vector<int> cores;
  const auto field = parent.Find("cores");
  if (!field) return cores;
  ASSIGN_OR_RETURN(const auto items, field->Items());
  for (const Field& item : items) {
    ASSIGN_OR_RETURN(const std::uint64_t core, item.Count());
    if (core > 65535) return Fail(item.Wrong("is no number of a core"));
    cores.push_back(static_cast<int>(core));
  }
  return cores;
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

Result<double> ReadSlowdown(const Field& parent) {
  ASSIGN_OR_RETURN(const double slowdown, parent.Or("slowdown", &Field::NotNegative, 1.0));
  if (slowdown < 1) return Fail(parent.Wrong("'slowdown' must be at least 1"));
  return slowdown;
}

Result<spec::Setting> ReadSetting(const Field& document) {
  spec::Setting setting;
  const auto field = document.Find("setting");
  if (!field) return setting;
  TRY(field->Only({"engine", "unit", "threads", "cores", "cores_name", "precision", "library", "knobs", "slowdown"}));
  ASSIGN_OR_RETURN(setting.engine, field->Or("engine", &Field::Text, setting.engine));
  ASSIGN_OR_RETURN(setting.unit, field->Or("unit", &Field::Text, setting.unit));
  ASSIGN_OR_RETURN(const std::uint64_t threads, field->Or("threads", &Field::Count, std::uint64_t{1}));
  if (threads < 1 || threads > 65535) return Fail(field->Wrong("'threads' must be at least 1"));
  setting.threads = static_cast<int>(threads);
  ASSIGN_OR_RETURN(setting.cores, ReadCores(*field));
  ASSIGN_OR_RETURN(setting.cores_name, field->Or("cores_name", &Field::Text, setting.cores_name));
  ASSIGN_OR_RETURN(setting.precision, field->Or("precision", &Field::Text, setting.precision));
  ASSIGN_OR_RETURN(setting.library, field->Or("library", &Field::Text, setting.library));
  ASSIGN_OR_RETURN(setting.knobs, ReadTextMap(*field, "knobs"));
  ASSIGN_OR_RETURN(setting.slowdown, ReadSlowdown(*field));
  return setting;
}

Json PrintSetting(const spec::Setting& setting) {
  return {
      {"engine", setting.engine},         {"unit", setting.unit},           {"threads", setting.threads}, {"cores", setting.cores},
      {"cores_name", setting.cores_name}, {"precision", setting.precision}, {"library", setting.library}, {"knobs", setting.knobs},
      {"slowdown", setting.slowdown}};
}

}  // namespace dnntune::record
