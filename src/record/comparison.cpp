// SPDX-License-Identifier: Apache-2.0
#include "record/comparison.h"

#include "record/comparison_json.h"
#include "record/quantity_json.h"
#include "record/setting_json.h"

namespace dnntune::record {
namespace {

constexpr const char* kAbsent = "not recorded";

constexpr Standing kStandings[] = {Standing::kBest, Standing::kTie, Standing::kWorse, Standing::kUnknown};

template <typename T>
Result<Compared<T>> ReadCompared(const Field& parent, std::string_view key) {
  Compared<T> compared;
  ASSIGN_OR_RETURN(const Field field, parent.Get(key));
  TRY(field.Only({"value", "ratio", "standing"}));
  ASSIGN_OR_RETURN(compared.value, ReadQuantity<T>(field, "value", kAbsent));
  ASSIGN_OR_RETURN(compared.ratio, ReadQuantity<Ratio>(field, "ratio", kAbsent));
  ASSIGN_OR_RETURN(const Field standing, field.Get("standing"));
  ASSIGN_OR_RETURN(compared.standing, ReadNamed(standing, kStandings, &StandingName));
  return compared;
}

template <typename T>
Json PrintCompared(const Compared<T>& compared) {
  return {{"value", PrintQuantity(compared.value)},
          {"ratio", PrintQuantity(compared.ratio)},
          {"standing", StandingName(compared.standing)}};
}

Result<ComparedSetting> ReadComparedSetting(const Field& field) {
  TRY(field.Only({"label", "profile", "device", "setting", "engine_version", "latency_s", "energy_j", "peak_memory_bytes",
                  "library_memory_bytes", "model_memory_bytes", "unavailable"}));
  ComparedSetting one;
  ASSIGN_OR_RETURN(one.label, field.Need("label", &Field::Text));
  ASSIGN_OR_RETURN(one.profile, field.Or("profile", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(one.device, field.Or("device", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(one.setting, ReadSetting(field));
  ASSIGN_OR_RETURN(one.engine_version, field.Or("engine_version", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(one.latency, ReadCompared<Seconds>(field, "latency_s"));
  ASSIGN_OR_RETURN(one.energy, ReadCompared<Joules>(field, "energy_j"));
  ASSIGN_OR_RETURN(one.peak_memory, ReadQuantity<Bytes>(field, "peak_memory_bytes", kAbsent));
  ASSIGN_OR_RETURN(one.library_memory, ReadQuantity<Bytes>(field, "library_memory_bytes", kAbsent));
  ASSIGN_OR_RETURN(one.model_memory, ReadQuantity<Bytes>(field, "model_memory_bytes", kAbsent));
  ASSIGN_OR_RETURN(one.unavailable, field.Or("unavailable", &Field::Text, std::string()));
  return one;
}

Json PrintComparedSetting(const ComparedSetting& one) {
  Json json{{"label", one.label},
            {"profile", one.profile},
            {"device", one.device},
            {"setting", PrintSetting(one.setting)},
            {"engine_version", one.engine_version},
            {"latency_s", PrintCompared(one.latency)},
            {"energy_j", PrintCompared(one.energy)},
            {"peak_memory_bytes", PrintQuantity(one.peak_memory)},
            {"library_memory_bytes", PrintQuantity(one.library_memory)},
            {"model_memory_bytes", PrintQuantity(one.model_memory)}};
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
    row.latencies.push_back(ConvertQuantity<Seconds>(plain));
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

Result<Comparison> ReadComparison(const Field& document) {
  TRY(CheckSchema(document, kComparisonSchema));
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
    ASSIGN_OR_RETURN(ComparedSetting one, ReadComparedSetting(row));
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
