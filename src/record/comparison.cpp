// SPDX-License-Identifier: Apache-2.0
#include "record/comparison.h"

#include "record/comparison_json.h"
#include "record/quantity_json.h"
#include "record/readings_json.h"
#include "record/setting_json.h"

namespace dnntune::record {
namespace {

constexpr const char* kAbsent = "not recorded";
constexpr std::string_view kComparisonSchema1 = "dnntune-comparison-1";  // of before readings stood under one key

constexpr Standing kStandings[] = {Standing::kBest, Standing::kTie, Standing::kWorse, Standing::kUnknown};

Result<Compared> ReadCompared(const Field& field) {
  Compared compared;
  ASSIGN_OR_RETURN(compared.ratio, ReadQuantity<Ratio>(field, "ratio", kAbsent));
  ASSIGN_OR_RETURN(const Field standing, field.Get("standing"));
  ASSIGN_OR_RETURN(compared.standing, ReadNamed(standing, kStandings, &StandingName));
  if (compared.standing == Standing::kWorse && !(compared.ratio.IsAvailable() && compared.ratio.interval())) {
    return Fail(standing.Wrong("is worse, and 'ratio' does not say by how much, with an interval"));
  }
  return compared;
}

Json PrintCompared(const Compared& compared) {
  return {{"ratio", PrintQuantity(compared.ratio)}, {"standing", StandingName(compared.standing)}};
}

// Where dnntune-comparison-1 had what: a quantity, or an object of value, ratio and standing.
struct OldKey {
  std::string_view key;
  metric::MetricId id;
};
constexpr OldKey kOldKeys[] = {{"latency_s", metric::MetricId::kLatency},
                               {"energy_j", metric::MetricId::kEnergy},
                               {"peak_memory_bytes", metric::MetricId::kPeakMemory},
                               {"library_memory_bytes", metric::MetricId::kLibraryMemory},
                               {"model_memory_bytes", metric::MetricId::kModelMemory}};

Result<void> ReadOldReadings(const Field& field, ComparedSetting& one) {
  for (const OldKey& old : kOldKeys) {
    if (!IsCompared(metric::MetricOf(old.id))) {
      ASSIGN_OR_RETURN(const auto value, ReadQuantity<double>(field, old.key, kAbsent));
      one.readings.Set(old.id, value);
      continue;
    }
    ASSIGN_OR_RETURN(const Field compared, field.Get(old.key));
    TRY(compared.Only({"value", "ratio", "standing"}));
    ASSIGN_OR_RETURN(const auto value, ReadQuantity<double>(compared, "value", kAbsent));
    one.readings.Set(old.id, value);
    ASSIGN_OR_RETURN(one.to_least[old.id], ReadCompared(compared));
  }
  return {};
}

Result<void> ReadNewReadings(const Field& field, ComparedSetting& one) {
  TRY(field.Get("readings"));
  ASSIGN_OR_RETURN(one.readings, ReadReadings(field, true));
  ASSIGN_OR_RETURN(const Field to_least, field.Get("to_least"));
  ASSIGN_OR_RETURN(const auto members, to_least.Members());
  for (const auto& [name, member] : members) {
    ASSIGN_OR_RETURN(const metric::MetricId id, ReadMetricName(to_least, name));
    TRY(member.Only({"ratio", "standing"}));
    ASSIGN_OR_RETURN(one.to_least[id], ReadCompared(member));
  }
  return {};
}

Result<void> CheckKeys(const Field& field, bool is_older) {
  const auto only = [&](auto... readings) {
    return field.Only({"label", "profile", "device", "setting", "engine_version", "unavailable", readings...});
  };
  if (!is_older) return only("readings", "to_least");
  return only("latency_s", "energy_j", "peak_memory_bytes", "library_memory_bytes", "model_memory_bytes");
}

Result<ComparedSetting> ReadComparedSetting(const Field& field, bool is_older) {
  TRY(CheckKeys(field, is_older));
  ComparedSetting one;
  ASSIGN_OR_RETURN(one.label, field.Need("label", &Field::Text));
  ASSIGN_OR_RETURN(one.profile, field.Or("profile", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(one.device, field.Or("device", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(one.setting, ReadSetting(field));
  ASSIGN_OR_RETURN(one.engine_version, field.Or("engine_version", &Field::Text, std::string()));
  TRY(is_older ? ReadOldReadings(field, one) : ReadNewReadings(field, one));
  ASSIGN_OR_RETURN(one.unavailable, field.Or("unavailable", &Field::Text, std::string()));
  return one;
}

Json PrintComparedSetting(const ComparedSetting& one) {
  Json json{{"label", one.label},
            {"profile", one.profile},
            {"device", one.device},
            {"setting", PrintSetting(one.setting)},
            {"engine_version", one.engine_version},
            {"readings", PrintReadings(one.readings)},
            {"to_least", Json::object()}};
  for (const auto& [id, compared] : one.to_least)
    json["to_least"][std::string(metric::MetricOf(id).name)] = PrintCompared(compared);
  if (!one.unavailable.empty()) json["unavailable"] = one.unavailable;
  return json;
}

Result<ComparedLayer> ReadComparedLayer(const Field& field, std::size_t settings) {
  TRY(field.Only({"layer", "latencies_s"}));
  ComparedLayer row;
  ASSIGN_OR_RETURN(row.layer, field.Need("layer", &Field::Text));
  ASSIGN_OR_RETURN(const Field latencies, field.Get("latencies_s"));
  ASSIGN_OR_RETURN(const auto items, latencies.Items());
  if (items.size() != settings) return Fail(latencies.Wrong("must have one value for every setting"));
  for (const Field& item : items) {
    ASSIGN_OR_RETURN(const auto plain, ReadPlainQuantity(item, false));
    row.latencies.push_back(metric::QuantityAs<Seconds>(plain));
  }
  return row;
}

Json PrintComparedLayer(const ComparedLayer& row) {
  Json latencies = Json::array();
  for (const auto& latency : row.latencies) latencies.push_back(PrintQuantity(latency));
  return {{"layer", row.layer}, {"latencies_s", std::move(latencies)}};
}

}  // namespace

const char* StandingName(Standing standing) {
  switch (standing) {
    case Standing::kBest:
      return "best";
    case Standing::kTie:
      return "tie";
    case Standing::kWorse:
      return "worse";
    case Standing::kUnknown:
      return "unknown";
  }
  return "unknown";
}

metric::Quantity<Seconds> LatencyOf(const ComparedSetting& one) {
  return one.readings.Get<Seconds>(metric::MetricId::kLatency);
}

Compared ToLeast(const ComparedSetting& one, metric::MetricId id) {
  const auto found = one.to_least.find(id);
  return found == one.to_least.end() ? Compared() : found->second;
}

Result<Comparison> ReadComparison(const Field& document) {
  ASSIGN_OR_RETURN(const bool is_older, IsOlderSchema(document, kComparisonSchema1, kComparisonSchema));
  TRY(document.Only({"schema", "created", "version", "model", "interleaved", "confidence", "confidence_of_each", "least_effect",
                     "settings", "layers", "notes"}));
  Comparison comparison;
  ASSIGN_OR_RETURN(comparison.created, document.Or("created", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(comparison.version, document.Or("version", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(comparison.model, document.Or("model", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(comparison.interleaved, document.Need("interleaved", &Field::Flag));
  ASSIGN_OR_RETURN(comparison.confidence, document.Need("confidence", &Field::NotNegative));
  ASSIGN_OR_RETURN(comparison.confidence_of_each, document.Need("confidence_of_each", &Field::NotNegative));
  ASSIGN_OR_RETURN(comparison.least_effect, document.Need("least_effect", &Field::NotNegative));
  ASSIGN_OR_RETURN(const Field settings, document.Get("settings"));
  ASSIGN_OR_RETURN(const auto rows, settings.Items());
  for (const Field& row : rows) {
    ASSIGN_OR_RETURN(ComparedSetting one, ReadComparedSetting(row, is_older));
    comparison.settings.push_back(std::move(one));
  }
  if (const auto layers = document.Find("layers")) {
    ASSIGN_OR_RETURN(const auto items, layers->Items());
    for (const Field& item : items) {
      ASSIGN_OR_RETURN(ComparedLayer row, ReadComparedLayer(item, comparison.settings.size()));
      comparison.layers.push_back(std::move(row));
    }
  }
  ASSIGN_OR_RETURN(comparison.notes, document.Or("notes", &Field::Texts, std::vector<std::string>()));
  return comparison;
}

Json ComparisonJson(const Comparison& comparison) {
  Json document{{"schema", kComparisonSchema},
                {"created", comparison.created},
                {"version", comparison.version},
                {"model", comparison.model},
                {"interleaved", comparison.interleaved},
                {"confidence", comparison.confidence},
                {"confidence_of_each", comparison.confidence_of_each},
                {"least_effect", comparison.least_effect}};
  document["settings"] = Json::array();
  for (const ComparedSetting& one : comparison.settings) document["settings"].push_back(PrintComparedSetting(one));
  document["layers"] = Json::array();
  for (const ComparedLayer& row : comparison.layers) document["layers"].push_back(PrintComparedLayer(row));
  document["notes"] = comparison.notes;
  return document;
}

Result<Comparison> ParseComparison(std::string_view json) {
  ASSIGN_OR_RETURN(const Json parsed, ParseJson(json));
  return ReadComparison(Field(parsed));
}

std::string PrintComparison(const Comparison& comparison) {
  return ComparisonJson(comparison).dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace dnntune::record
