// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/file.h"
#include "record/conversions_json.h"
#include "record/cost_json.h"
#include "record/profile.h"
#include "record/profile_graph.h"
#include "record/quantity_json.h"
#include "record/readings_json.h"
#include "record/setting_json.h"

namespace dnntune::record {
namespace {

Result<ModelId> ReadModel(const Field& document) {
  const auto field = document.Find("model");
  if (!field) return ModelId();
  return ReadModelId(*field);
}

Result<std::optional<Conversions>> ReadConversionsOf(const Field& document) {
  const auto field = document.Find("conversions");
  if (!field) return std::nullopt;
  ASSIGN_OR_RETURN(Conversions conversions, ReadConversions(*field));
  return conversions;
}

Result<double> ReadSlowdown(const Field& parent) {
  ASSIGN_OR_RETURN(const double slowdown, parent.Or("slowdown", &Field::NotNegative, 1.0));
  if (slowdown < 1) return Fail(parent.Wrong("'slowdown' must be at least 1"));
  return slowdown;
}

Result<DeviceId> ReadDevice(const Field& document) {
  DeviceId device;
  const auto field = document.Find("device");
  if (!field) return device;
  TRY(field->Only({"name", "description", "slowdown", "state", "function_only"}));
  ASSIGN_OR_RETURN(device.name, field->Or("name", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(device.description, field->Or("description", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(device.slowdown, ReadSlowdown(*field));
  ASSIGN_OR_RETURN(device.state, ReadTextMap(*field, "state"));
  ASSIGN_OR_RETURN(device.function_only, field->Or("function_only", &Field::Text, std::string()));
  return device;
}

// Documents of before readings stood under one key.
constexpr std::string_view kProfileSchema1 = "dnntune-profile-1";

// What any schema has; beside it stand the readings.
Result<void> CheckKeys(const Field& document, bool is_older) {
  const auto only = [&](auto... readings) {
    return document.Only({"schema", "complete", "model", "device", "setting", "engine_version", "created", "inputs", "outputs",
                          "tensors", "operators", "layers", "whole", "trace", "power", "energy_method", "notes", "conversions",
                          readings...});
  };
  return is_older ? only("peak_memory_bytes", "library_memory_bytes") : only("readings");
}

Result<metric::Readings> ReadLevels(const Field& document, bool is_older) {
  if (!is_older) return ReadReadings(document, false);
  metric::Readings levels;
  for (const auto& [key, id] : {std::pair{"peak_memory_bytes", metric::MetricId::kPeakMemory},
                                std::pair{"library_memory_bytes", metric::MetricId::kLibraryMemory}}) {
    const auto field = document.Find(key);
    if (!field) continue;
    ASSIGN_OR_RETURN(const auto quantity, ReadPlainQuantity(*field, true));
    levels.Set(id, quantity);
  }
  return levels;
}

Result<std::vector<TraceRow>> ReadTrace(const Field& document) {
  std::vector<TraceRow> trace;
  const auto field = document.Find("trace");
  if (!field) return trace;
  ASSIGN_OR_RETURN(const auto items, field->Items());
  for (const Field& item : items) {
    TRY(item.Only({"name", "type", "layer", "median_s"}));
    TraceRow& row = trace.emplace_back();
    ASSIGN_OR_RETURN(row.name, item.Or("name", &Field::Text, std::string()));
    ASSIGN_OR_RETURN(row.type, item.Or("type", &Field::Text, std::string()));
    ASSIGN_OR_RETURN(row.layer, item.Or("layer", &Field::Text, std::string()));
    ASSIGN_OR_RETURN(const Field median, item.Get("median_s"));
    ASSIGN_OR_RETURN(const double seconds, median.NotNegative());
    row.median = Seconds(seconds);
  }
  return trace;
}

Result<Power> ReadPower(const Field& document) {
  Power power;
  power.idle = power.active = metric::Quantity<Watts>::Unavailable("no power recorded");
  const auto field = document.Find("power");
  if (!field) return power;
  TRY(field->Only({"idle_w", "active_w"}));
  ASSIGN_OR_RETURN(power.idle, ReadQuantity<Watts>(*field, "idle_w", "no idle power recorded"));
  ASSIGN_OR_RETURN(power.active, ReadQuantity<Watts>(*field, "active_w", "no active power recorded"));
  return power;
}

bool IsComplete(const Profile& profile) {
  std::size_t covered = 0;
  for (const LayerCost& cost : profile.costs) {
    if (!cost.of_operator) covered += profile.graph.layers()[*profile.graph.FindLayer(cost.layer)].operators.size();
    if (cost.of_operator) ++covered;
  }
  return covered == profile.graph.operators().size();
}

}  // namespace

Result<Profile> ParseProfile(std::string_view json) {
  ASSIGN_OR_RETURN(const Json parsed, ParseJson(json));
  const Field document(parsed);
  ASSIGN_OR_RETURN(const bool is_older, IsOlderSchema(document, kProfileSchema1, kProfileSchema));
  TRY(CheckKeys(document, is_older));
  ASSIGN_OR_RETURN(const bool complete, document.Or("complete", &Field::Flag, true));
  ASSIGN_OR_RETURN(GraphAndCosts content, ReadGraph(document, complete));
  ASSIGN_OR_RETURN(ModelId model, ReadModel(document));
  ASSIGN_OR_RETURN(DeviceId device, ReadDevice(document));
  ASSIGN_OR_RETURN(setting::Setting setting, ReadSetting(document));
  ASSIGN_OR_RETURN(std::string version, document.Or("engine_version", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(std::string created, document.Or("created", &Field::Text, std::string()));
  std::optional<Cost> whole;
  if (const auto field = document.Find("whole")) {
    ASSIGN_OR_RETURN(whole, ReadCost(*field));
  }
  ASSIGN_OR_RETURN(auto trace, ReadTrace(document));
  ASSIGN_OR_RETURN(auto levels, ReadLevels(document, is_older));
  ASSIGN_OR_RETURN(Power power, ReadPower(document));
  ASSIGN_OR_RETURN(std::string method, document.Or("energy_method", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(auto notes, document.Or("notes", &Field::Texts, std::vector<std::string>()));
  ASSIGN_OR_RETURN(auto conversions, ReadConversionsOf(document));
  return Profile{.model = std::move(model),
                 .device = std::move(device),
                 .setting = std::move(setting),
                 .engine_version = std::move(version),
                 .created = std::move(created),
                 .graph = std::move(content.graph),
                 .costs = std::move(content.costs),
                 .whole = std::move(whole),
                 .trace = std::move(trace),
                 .readings = std::move(levels),
                 .power = std::move(power),
                 .energy_method = std::move(method),
                 .notes = std::move(notes),
                 .conversions = std::move(conversions)};
}

Result<Profile> ReadProfile(const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  auto profile = ParseProfile(text);
  if (!profile) return Fail(std::move(profile).error().Context(path.string()));
  return profile;
}

std::string PrintProfile(const Profile& profile) {
  Json document{{"schema", kProfileSchema}, {"complete", IsComplete(profile)}};
  document["model"] = PrintModelId(profile.model);
  document["device"] = {{"name", profile.device.name},
                        {"description", profile.device.description},
                        {"slowdown", profile.device.slowdown},
                        {"state", profile.device.state}};
  if (!profile.device.function_only.empty()) document["device"]["function_only"] = profile.device.function_only;
  document["setting"] = PrintSetting(profile.setting);
  document["engine_version"] = profile.engine_version;
  document["created"] = profile.created;
  PrintGraph(profile, document);
  if (profile.whole) document["whole"] = PrintCost(*profile.whole);
  Json trace = Json::array();
  for (const TraceRow& row : profile.trace) {
    trace.push_back({{"name", row.name}, {"type", row.type}, {"layer", row.layer}, {"median_s", row.median.count()}});
  }
  document["trace"] = std::move(trace);
  document["readings"] = PrintReadings(profile.readings);
  document["power"] = {{"idle_w", PrintQuantity(profile.power.idle)}, {"active_w", PrintQuantity(profile.power.active)}};
  document["energy_method"] = profile.energy_method;
  document["notes"] = profile.notes;
  if (profile.conversions) document["conversions"] = PrintConversions(*profile.conversions);
  return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace dnntune::record
